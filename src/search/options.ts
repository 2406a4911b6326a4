/**
 * BLAST options in canonical form: allow-listed names without the dash, sorted; values as the tool takes them with
 * numbers normalised; a flag without value maps to the empty string; values equal to the tool's own default are absent.
 * `task` is not among them (it is part of the request in its own right), nor is anything about output.
 */
export type CanonicalOptions = Readonly<Record<string, string>>;
