import type { PlatformError } from '../../src/errors/index.ts';

const writers = 8;
const writesBeforeKill = 200;

/**
 * Writes by several writers at once, kills the server among them after 200 acknowledgements, and lets every writer
 * go on until it fails.
 * @returns the names of all acknowledged writes, and the error each writer ended with
 */
export async function writeUntilKilled(
  write: (name: string) => Promise<unknown>,
  kill9: () => Promise<void>,
): Promise<{ readonly acknowledged: readonly string[]; readonly codes: readonly string[] }> {
  const acknowledged: string[] = [];
  let killed: Promise<void> | undefined;
  const writer = async (_: unknown, index: number): Promise<string> => {
    for (let written = 0; ; written += 1) {
      const name = `${String(index)}-${String(written)}`;
      try {
        await write(name);
      } catch (error) {
        return (error as PlatformError).code;
      }
      acknowledged.push(name);
      if (acknowledged.length >= writesBeforeKill) killed ??= kill9();
    }
  };
  const codes = await Promise.all(Array.from({ length: writers }, writer));
  await killed;
  return { acknowledged, codes };
}
