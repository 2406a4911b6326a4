/** Runs an action over all items, at most `concurrency` at a time. */
export async function inParallel<T>(
  concurrency: number,
  items: readonly T[],
  action: (item: T) => Promise<unknown>,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await action(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
