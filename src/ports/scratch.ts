/** Working space on this machine's disk, for files that tools need. */
export interface Scratch {
  /**
   * Gives `work` an empty folder of its own and removes it afterwards, however `work` ends.
   * @throws PlatformError `SCRATCH_UNAVAILABLE`
   */
  withFolder<T>(work: (directory: string) => Promise<T>): Promise<T>;
}
