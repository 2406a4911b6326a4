import { exitCodes } from './cli-error.ts';

/**
 * Runs the embedded stack in this process until Ctrl-C, from the compiled product; everything else here is a client.
 * @returns the exit code
 */
export async function up(): Promise<number> {
  const main = new URL('../../deploy/embedded/main.js', import.meta.url);
  await import(main.href);
  return typeof process.exitCode === 'number' ? process.exitCode : exitCodes.ok;
}
