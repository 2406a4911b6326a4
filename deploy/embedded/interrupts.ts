/** A Ctrl-C reaches us from the terminal and again through npm; both within this time are one. */
const sameKeypressMs = 1_000;

/** Calls `onFirst` for the first SIGINT or SIGTERM and `onSecond` for a later one. */
export function onInterrupts(onFirst: () => void, onSecond: () => void): void {
  let firstAt: number | undefined;
  const handle = () => {
    const now = Date.now();
    if (firstAt === undefined) {
      firstAt = now;
      onFirst();
    } else if (now - firstAt > sameKeypressMs) {
      onSecond();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handle);
}
