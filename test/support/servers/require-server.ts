/**
 * A server for a suite, or `undefined` when there is none for this machine: then the suite is to be skipped. Says so
 * by name; with `CI=true` it fails instead.
 */
export async function requireServer<T>(name: string, start: () => Promise<T>): Promise<T | undefined> {
  try {
    return await start();
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    process.stderr.write(`SKIPPED, no ${name}: ${String(error)}\n`);
    return undefined;
  }
}
