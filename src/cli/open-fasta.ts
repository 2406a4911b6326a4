import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { CliError, exitCodes } from './cli-error.ts';
import { errorCode } from '../errors/error-code.ts';

export interface OpenFasta {
  /** Without folder; `stdin` for standard input. */
  readonly fileName: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** The first bytes, at most 64 KiB; empty for standard input, which can be read only once. */
  readonly sample: Uint8Array;
}

const sampleBytes = 65_536;

/**
 * Opens a FASTA file, or standard input for `-`, before anything is sent.
 * @throws CliError when it cannot be read
 */
export async function openFasta(
  file: string,
  stdin: AsyncIterable<Uint8Array> = process.stdin,
): Promise<OpenFasta> {
  if (file === '-') return { fileName: 'stdin', content: stdin, sample: new Uint8Array() };
  try {
    const handle = await open(file);
    const { bytesRead, buffer } = await handle.read(new Uint8Array(sampleBytes), 0, sampleBytes, 0);
    const content = handle.createReadStream({ start: 0, highWaterMark: 262_144 });
    return { fileName: basename(file), content, sample: buffer.subarray(0, bytesRead) };
  } catch (error) {
    throw new CliError(
      `${file} cannot be read (${errorCode(error) ?? 'unknown reason'}).`,
      exitCodes.refused,
      error,
    );
  }
}
