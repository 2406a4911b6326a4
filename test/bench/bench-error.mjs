/** A fault in words for the person who runs a benchmark; shown without a stack. */
export class BenchError extends Error {}
