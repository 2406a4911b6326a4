/** Gap open, gap extend, lambda, K, alpha, beta. */
export type GapCostRow = readonly [number, number, number, number, number, number];
