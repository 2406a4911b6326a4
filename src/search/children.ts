/**
 * The stored list of a query's single sequences as searches of their own, in their order; equal sequences of equal names
 * are one job and stand there twice. Each is computed when somebody first asks for it.
 */
export interface QueryChildren {
  readonly schemaVersion: 1;
  readonly children: readonly QueryChild[];
}

export interface QueryChild {
  readonly jobId: string;
  /** Where its query is stored; kept as long as the job of the whole query. */
  readonly queryKey: string;
}
