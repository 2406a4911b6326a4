import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ApiClient } from './api-client.ts';
import { CliError, exitCodes } from './cli-error.ts';
import type { Terminal } from './terminal.ts';
import { errorCode } from '../errors/error-code.ts';

/**
 * Downloads the merged report of a submission to a file, or to standard output. The file appears when it is whole.
 * @throws CliError when it cannot be had or written
 */
export async function saveReport(
  client: ApiClient,
  terminal: Terminal,
  submissionId: string,
  file: string | undefined,
): Promise<void> {
  const response = await client.send(`/v1/jobs/${submissionId}/results?content=report`, {
    headers: { accept: '*/*' },
  });
  const body: ReadableStream<Uint8Array> =
    response.body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
  if (file === undefined) {
    for await (const chunk of body) await terminal.write(chunk);
    return;
  }
  const partial = `${file}.${submissionId}.part`;
  try {
    await pipeline(Readable.from(body), createWriteStream(partial));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    const reason = errorCode(error) ?? 'the download broke off';
    throw new CliError(
      `The report could not be written to ${file} (${reason}). The job is finished; fetch its report again with ` +
        client.url(`/v1/jobs/${submissionId}/results?content=report`),
      exitCodes.refused,
      error,
    );
  }
}
