/**
 * Bytes that can be given up at any time. A generator would not do: `return()` on one that was never started skips
 * its `finally`, and the file or connection would stay open.
 */
export function closableBody(
  next: () => Promise<Uint8Array | undefined>,
  close: () => Promise<void>,
): AsyncIterable<Uint8Array> {
  let closed = false;
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    if (!closed) {
      closed = true;
      await close();
    }
    return { done: true, value: undefined };
  };
  const iterator: AsyncIterator<Uint8Array, undefined> = {
    async next() {
      if (closed) return end();
      try {
        const value = await next();
        return value === undefined ? await end() : { done: false, value };
      } catch (error) {
        await end();
        throw error;
      }
    },
    return: end,
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
