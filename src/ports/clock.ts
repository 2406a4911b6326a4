/** Time as the use cases see it, so that tests can set it. */
export interface Clock {
  now(): Date;
  /** Resolves after the time, or early when `signal` is aborted. */
  sleep(timeoutMs: number, signal?: AbortSignal): Promise<void>;
}
