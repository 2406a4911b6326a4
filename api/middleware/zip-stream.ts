import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';

export interface ZipEntry {
  readonly name: string;
  /** Known beforehand or not. */
  readonly sizeBytes?: number;
  /** Called when the entry's turn has come. */
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
}

/**
 * A ZIP of files as they are, made while it is read: one file is open at a time. Whatever breaks, breaks the whole;
 * whoever stops reading, stops the whole. The same entries give the same bytes.
 */
export async function* zipStream(entries: readonly ZipEntry[]): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const archive = new PassThrough();
  let current: Readable | undefined;
  zip.on('error', (error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error('The archive broke off.', { cause: error }));
  });
  zip.outputStream.pipe(archive);
  for (const entry of entries) {
    addEntry(zip, entry, async () => (current = Readable.from(await entry.open(), { objectMode: false })));
  }
  zip.end();
  try {
    yield* archive as AsyncIterable<Uint8Array>;
  } finally {
    current?.destroy();
  }
}

/** How many bytes the ZIP will have, without opening anything. @throws RangeError when a size is not known */
export function zipSizeBytes(entries: readonly ZipEntry[]): number {
  const zip = new ZipFile();
  for (const entry of entries) addEntry(zip, entry, () => new Promise(() => undefined));
  let sizeBytes = -1;
  const end = zip.end.bind(zip) as (options: object, known: (sizeBytes: number) => void) => void;
  end({}, (known) => {
    sizeBytes = known;
  });
  if (sizeBytes < 0) throw new RangeError('a file of the archive has no known size');
  return sizeBytes;
}

function addEntry(zip: ZipFile, { name, sizeBytes }: ZipEntry, open: () => Promise<Readable>): void {
  const size = sizeBytes === undefined ? {} : { size: sizeBytes };
  zip.addReadStreamLazy(name, { compress: false, mtime: new Date(0), ...size }, (done) => {
    open().then(
      (stream) => done(null, stream),
      (error: unknown) => zip.emit('error', error),
    );
  });
}
