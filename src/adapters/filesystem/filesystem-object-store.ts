import { link, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type {
  ByteRange,
  ListOptions,
  ListPage,
  ObjectBody,
  ObjectInfo,
  ObjectStore,
  PutOptions,
  PutResult,
  StoredObject,
} from '../../ports/object-store.ts';
import { MeasuredBody } from '../stores/measured-body.ts';
import { checkedPageSize, decodeObjectCursor, encodeObjectCursor } from '../stores/object-cursor.ts';
import { checkByteRange, checkObjectKey, checkObjectPrefix, checkRangeWithin } from '../stores/object-key.ts';
import { hasErrno } from '../../errors/error-code.ts';
import { guardFilesystem } from './filesystem-object-error.ts';
import { FilesystemFolders, removeFile } from './filesystem-object-folders.ts';
import { listKeys } from './filesystem-object-list.ts';
import { FilesystemMediaTypes } from './filesystem-object-media-type.ts';
import { openObject, openRange, statObject } from './filesystem-object-read.ts';
import { PartialFiles } from './filesystem-object-partial.ts';

export interface FilesystemObjectStoreOptions {
  /** Created when absent. Everything in it belongs to the store; several processes may use it. */
  readonly directory: string;
}

/**
 * Objects as plain files under `objects/`, written to `partial/` first, synced to the disk with their folders, then
 * renamed or linked into place. A media type that the name does not tell is kept under `media-types/`.
 */
export function createFilesystemObjectStore(options: FilesystemObjectStoreOptions): ObjectStore {
  return new FilesystemObjectStore(options.directory);
}

class FilesystemObjectStore implements ObjectStore {
  private readonly objects: string;
  private readonly folders: FilesystemFolders;
  private readonly partials: PartialFiles;
  private readonly mediaTypes: FilesystemMediaTypes;
  private opening: Promise<void> | undefined;

  constructor(directory: string) {
    this.objects = join(directory, 'objects');
    this.folders = new FilesystemFolders();
    this.partials = new PartialFiles(join(directory, 'partial'));
    this.mediaTypes = new FilesystemMediaTypes(join(directory, 'media-types'), this.folders, this.partials);
  }

  async put(key: string, body: ObjectBody, options: PutOptions = {}): Promise<PutResult> {
    checkObjectKey(key);
    const measured = new MeasuredBody(body);
    try {
      return await guardFilesystem(async () => {
        await this.open();
        const created = await this.publish(key, measured, options);
        return { created, ...measured.measured() };
      });
    } catch (error) {
      throw measured.failure === undefined ? error : measured.failure.error;
    }
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    checkObjectKey(key);
    return guardFilesystem(async () => {
      const found = await statObject(join(this.objects, key));
      return found && { ...found, mediaType: await this.mediaTypes.read(key) };
    });
  }

  async get(key: string, range?: ByteRange): Promise<StoredObject | undefined> {
    checkObjectKey(key);
    if (range !== undefined) checkByteRange(range);
    return guardFilesystem(async () => {
      const mediaType = await this.mediaTypes.read(key);
      const opened = await openObject(join(this.objects, key));
      if (opened === undefined) return undefined;
      const { handle, sizeBytes, modifiedAt } = opened;
      const wanted = range ?? { start: 0, end: sizeBytes };
      try {
        checkRangeWithin(wanted, sizeBytes);
      } catch (error) {
        await handle.close();
        throw error;
      }
      return { sizeBytes, modifiedAt, mediaType, body: openRange(handle, wanted) };
    });
  }

  async list(prefix: string, options: ListOptions = {}): Promise<ListPage> {
    checkObjectPrefix(prefix);
    const limit = checkedPageSize(options.limit);
    const after = options.cursor === undefined ? '' : decodeObjectCursor(options.cursor, prefix);
    return guardFilesystem(async () => {
      const objects: ListPage['objects'][number][] = [];
      for await (const key of listKeys(this.objects, prefix, after)) {
        const found = await statObject(join(this.objects, key));
        // Deleted between the listing of its folder and now.
        if (found === undefined) continue;
        const last = objects.at(-1);
        if (objects.length === limit && last !== undefined) {
          return { objects, nextCursor: encodeObjectCursor(last.key) };
        }
        objects.push({ key, sizeBytes: found.sizeBytes, modifiedAt: found.modifiedAt });
      }
      return { objects };
    });
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) checkObjectKey(key);
    await guardFilesystem(async () => {
      for (const key of keys) {
        const path = join(this.objects, key);
        if (await removeFile(path)) await this.folders.removeEmpty(dirname(path), this.objects);
        await this.mediaTypes.remove(key);
      }
    });
  }

  async ping(): Promise<void> {
    await guardFilesystem(async () => {
      await this.open();
      await this.partials.probe();
    });
  }

  async close(): Promise<void> {
    await this.opening?.catch(() => undefined);
  }

  private async publish(key: string, body: MeasuredBody, options: PutOptions): Promise<boolean> {
    const target = join(this.objects, key);
    const partial = await this.partials.write(body);
    try {
      if (options.ifAbsent === true && (await statObject(target)) !== undefined) return false;
      await this.mediaTypes.write(key, options.mediaType);
      await this.folders.withFolder(dirname(target), async () => {
        await (options.ifAbsent === true ? link(partial, target) : rename(partial, target));
      });
      return true;
    } catch (error) {
      if (options.ifAbsent === true && hasErrno(error, 'EEXIST')) return false;
      throw error;
    } finally {
      await rm(partial, { force: true });
    }
  }

  /** A failed look at the folder is repeated by the next call: the disk may be back. */
  private async open(): Promise<void> {
    this.opening ??= this.prepare();
    try {
      await this.opening;
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
  }

  private async prepare(): Promise<void> {
    await mkdir(this.objects, { recursive: true });
    await this.partials.open();
  }
}
