import { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { PlatformError } from '../../src/errors/index.ts';
import type { ApiContext } from '../environment.ts';
import { readThrough } from './multipart-file.ts';

/** A form whose file is read as it arrives: nothing of it is kept in memory or on disk here. */
export interface StreamedForm {
  /** The text parts that came before the file. */
  readonly fields: Readonly<Record<string, string>>;
  /** Fails with `MALFORMED_BODY` when the body is cut short or anything follows the file, `BODY_TOO_LARGE` when it goes on. */
  readonly file: AsyncIterable<Uint8Array>;
}

export interface FormShape {
  /** Name of the one file, which must be the last part. */
  readonly fileField: string;
  readonly maxFileBytes: number;
}

const limits = {
  fieldNameSize: 100,
  fieldSize: 256 * 1024,
  fields: 64,
  files: 1,
  parts: 65,
  headerPairs: 32,
};

/** What the parts other than the file, and the boundaries, may add to a body. */
const maxOverheadBytes = 16 * 1024 * 1024;

/**
 * Reads `multipart/form-data` up to its file, and leaves the rest to whoever reads the file.
 * @throws PlatformError `MALFORMED_BODY`, also when the body ends without a file; `BODY_TOO_LARGE`
 */
export async function readMultipart(c: ApiContext, shape: FormShape): Promise<StreamedForm> {
  if (Number(c.req.header('content-length') ?? 0) > shape.maxFileBytes + maxOverheadBytes) {
    throw tooLarge(shape.maxFileBytes);
  }
  const parser = openParser(c.req.header('content-type') ?? '');
  return pumpInto(parser, bodyOf(c), shape);
}

/** The socket's own stream where there is one: a web stream around it would cost more than parsing the form. */
function bodyOf(c: ApiContext): Readable {
  const incoming = (c.env as ApiContext['env'] | undefined)?.incoming;
  if (incoming) return incoming;
  const { body } = c.req.raw;
  if (!body) throw malformed('The request has no body.');
  return Readable.fromWeb(body);
}

function pumpInto(parser: BusboyInstance, source: Readable, shape: FormShape): Promise<StreamedForm> {
  const fields = new Map<string, string>();
  return new Promise<StreamedForm>((resolve, reject) => {
    let file: Readable | undefined;
    const { whole, finish, breakOff } = untilWhole();
    const fail = (error: PlatformError): void => {
      reject(error);
      breakOff(error);
      file?.destroy(error);
      source.unpipe(parser);
    };
    const failCut = (cause: unknown): void => {
      fail(malformed('The multipart body is cut short or damaged.', cause));
    };
    parser.on('field', (name: string | undefined, value, nameCut, valueCut) => {
      const part = { name, value, cut: nameCut || valueCut };
      const fault = file ? afterFile(name, shape) : fieldFault(part, shape);
      if (fault) fail(fault);
      else fields.set(name ?? '', value);
    });
    parser.on('file', (name: string | undefined, stream) => {
      stream.on('error', failCut);
      if (name === shape.fileField) {
        file = stream;
        const bytes = readThrough(stream, whole, shape.maxFileBytes, tooLarge);
        resolve({ fields: Object.fromEntries(fields), file: bytes });
        return;
      }
      stream.resume();
      fail(malformed(`The file part must be called ${shape.fileField}, not ${shown(name)}.`));
    });
    failAtLimits(parser, fail);
    parser.on('finish', () => {
      finish();
      if (!file) reject(noFile(shape));
    });
    parser.on('error', failCut);
    source.on('error', failCut);
    source.pipe(parser);
  });
}

function noFile({ fileField }: FormShape): PlatformError {
  return malformed(`The form has no file part called ${fileField}. With curl: -F ${fileField}=@FILE`);
}

function failAtLimits(parser: BusboyInstance, fail: (error: PlatformError) => void): void {
  parser.on('filesLimit', () => fail(malformed('The form may have one file only.')));
  for (const event of ['fieldsLimit', 'partsLimit'] as const) {
    parser.on(event, () => fail(malformed(`The form may have at most ${limits.fields} text parts.`)));
  }
}

/** A promise of the whole form; nobody has to wait for it. */
function untilWhole(): {
  whole: Promise<void>;
  finish: () => void;
  breakOff: (error: PlatformError) => void;
} {
  let settle: { finish: () => void; breakOff: (error: PlatformError) => void } | undefined;
  const whole = new Promise<void>((finish, breakOff) => {
    settle = { finish, breakOff };
  });
  whole.catch(() => undefined);
  return { whole, finish: () => settle?.finish(), breakOff: (error) => settle?.breakOff(error) };
}

function openParser(contentType: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits });
  } catch (error) {
    throw malformed('The multipart body names no boundary in its Content-Type.', error);
  }
}

function fieldFault(
  { name, value, cut }: { readonly name: string | undefined; readonly value: string; readonly cut: boolean },
  { fileField }: FormShape,
): PlatformError | undefined {
  if (name === undefined || name === '') return malformed('A part of the form has no name.');
  if (name === fileField) return malformed(`The part ${name} must be a file. With curl: -F ${name}=@FILE`);
  if (cut) return malformed(`The part ${shown(name)} is too long; only the file may be large.`);
  return value.includes('\uFFFD') ? malformed(`The part ${shown(name)} is not UTF-8 text.`) : undefined;
}

function afterFile(name: string | undefined, { fileField }: FormShape): PlatformError {
  return malformed(`The part ${shown(name)} must come before the file: send ${fileField} as the last part.`);
}

function shown(name: string | undefined): string {
  return JSON.stringify((name ?? '').slice(0, 60));
}

function malformed(message: string, cause?: unknown): PlatformError {
  return new PlatformError('MALFORMED_BODY', message, { cause });
}

function tooLarge(maxBytes: number): PlatformError {
  return new PlatformError(
    'BODY_TOO_LARGE',
    `The file may have at most ${maxBytes} bytes. Send it in several requests.`,
  );
}
