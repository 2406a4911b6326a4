import { readFile, rename } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { hasErrno } from '../../errors/error-code.ts';
import { removeFile, type FilesystemFolders } from './filesystem-object-folders.ts';
import type { PartialFiles } from './filesystem-object-partial.ts';

const unknownType = 'application/octet-stream';

/** Types that a name tells by itself, so that most objects are one file. */
const typesByExtension: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.fasta': 'text/x-fasta',
  '.tsv': 'text/tab-separated-values; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.xml': 'application/xml',
  '.html': 'text/html; charset=utf-8',
  '.zip': 'application/zip',
  '.gz': 'application/gzip',
};

/** Media types of objects; one that differs from what the name tells lies in a file of its own under the same key. */
export class FilesystemMediaTypes {
  private readonly directory: string;
  private readonly folders: FilesystemFolders;
  private readonly partials: PartialFiles;

  constructor(directory: string, folders: FilesystemFolders, partials: PartialFiles) {
    this.directory = directory;
    this.folders = folders;
    this.partials = partials;
  }

  async read(key: string): Promise<string> {
    try {
      return await readFile(join(this.directory, key), 'utf8');
    } catch (error) {
      if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return typeByName(key);
      throw error;
    }
  }

  /** To be called before the object appears: a crash in between leaves a type without an object, which is harmless. */
  async write(key: string, mediaType: string = unknownType): Promise<void> {
    if (mediaType === typeByName(key)) {
      await this.remove(key);
      return;
    }
    if ((await this.read(key)) === mediaType) return;
    const path = join(this.directory, key);
    const partial = await this.partials.write([new TextEncoder().encode(mediaType)]);
    await this.folders.withFolder(dirname(path), () => rename(partial, path));
  }

  async remove(key: string): Promise<void> {
    const path = join(this.directory, key);
    if (await removeFile(path)) await this.folders.removeEmpty(dirname(path), this.directory);
  }
}

function typeByName(key: string): string {
  return typesByExtension[extname(key).toLowerCase()] ?? unknownType;
}
