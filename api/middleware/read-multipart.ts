import { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { PlatformError } from '../../src/errors/index.ts';
import type { ApiContext } from '../environment.ts';

/** A form whose file is read as it arrives: nothing of it is kept in memory or on disk here. */
export interface StreamedForm {
  /** The text parts that came before the file. */
  readonly fields: Readonly<Record<string, string>>;
  /** Fails with `MALFORMED_BODY` when the body is cut short or a text part follows the file. */
  readonly file: AsyncIterable<Uint8Array>;
}

const limits = { fieldSize: 256 * 1024, fields: 64, files: 1, parts: 65 };

/**
 * Reads `multipart/form-data` up to its one file, which must be called `fileField` and be the last part.
 * @throws PlatformError `MALFORMED_BODY`, also when the body ends without a file
 */
export async function readMultipart(c: ApiContext, fileField: string): Promise<StreamedForm> {
  const body = c.req.raw.body;
  const contentType = c.req.header('content-type') ?? '';
  if (!body) throw new PlatformError('MALFORMED_BODY', 'The request has no body.');
  const source = Readable.fromWeb(body as import('node:stream/web').ReadableStream);
  let parser: BusboyInstance;
  try {
    parser = new Busboy({ headers: { 'content-type': contentType } as BusboyHeaders, limits });
  } catch {
    throw new PlatformError('MALFORMED_BODY', 'The multipart body names no boundary in its Content-Type.');
  }
  const fields: Record<string, string> = {};
  return new Promise<StreamedForm>((resolve, reject) => {
    let late: PlatformError | undefined;
    const fail = (error: unknown): void => {
      reject(malformed(error));
    };
    parser.on('field', (name, value, _nameCut, valueCut) => {
      if (valueCut) fail(`The part ${name} is longer than ${String(limits.fieldSize)} bytes.`);
      fields[name] = value;
    });
    parser.on('file', (name, stream) => {
      if (name !== fileField) {
        stream.resume();
        fail(`The file part must be called ${fileField}, not ${name}.`);
        return;
      }
      parser.on('field', (field) => {
        late = new PlatformError('MALFORMED_BODY', `The part ${field} must come before the file.`);
      });
      const ended = new Promise<void>((finished, broken) => {
        parser.once('finish', finished);
        parser.once('error', broken);
        source.once('error', broken);
      });
      ended.catch(() => undefined);
      resolve({ fields, file: untilEnd(stream, ended, () => late) });
    });
    parser.once('finish', () => {
      fail(`The form has no file part called ${fileField}.`);
    });
    parser.once('error', fail);
    source.once('error', fail);
    source.pipe(parser);
  });
}

/** The file's bytes; ends well only if the whole form did. */
async function* untilEnd(
  stream: AsyncIterable<Uint8Array>,
  ended: Promise<void>,
  late: () => PlatformError | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
    await ended;
  } catch (error) {
    throw malformed(error);
  }
  const fault = late();
  if (fault) throw fault;
}

function malformed(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const reason = typeof error === 'string' ? error : 'The multipart body is cut short or damaged.';
  return new PlatformError('MALFORMED_BODY', reason, { cause: error });
}
