/**
 * Runs `close` once when the process is asked to end (SIGTERM, SIGINT) or its parent has gone away, then exits.
 * A parent that was killed must not leave servers behind that hold its ports.
 */
export function onShutdown(close: () => Promise<void>): void {
  let closing = false;
  const end = (): void => {
    if (closing) return;
    closing = true;
    void close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.once('disconnect', end);
}
