import { Readable } from 'node:stream';
import { PlatformError } from '../../../src/errors/index.ts';
import type { ObjectStore } from '../../../src/ports/object-store.ts';
import { MeasuredBody } from '../../../src/adapters/stores/measured-body.ts';
import {
  checkedPageSize,
  decodeObjectCursor,
  encodeObjectCursor,
} from '../../../src/adapters/stores/object-cursor.ts';
import {
  checkByteRange,
  checkObjectKey,
  checkObjectPrefix,
  checkRangeWithin,
} from '../../../src/adapters/stores/object-key.ts';

export interface MemoryObjectStore extends ObjectStore {
  /** While false, every call fails with `STORE_UNAVAILABLE`. */
  available: boolean;
}

interface HeldObject {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly modifiedAt: Date;
}

/** Objects in this process, with the semantics of the real stores. */
export function createMemoryObjectStore(): MemoryObjectStore {
  const objects = new Map<string, HeldObject>();
  /** Every call yields first, as a call to a server does: races come out in tests with the fake, too. */
  const answer = async (): Promise<void> => {
    await Promise.resolve();
    if (store.available) return;
    throw new PlatformError('STORE_UNAVAILABLE', 'The object store does not answer. Try again later.');
  };

  const store: MemoryObjectStore = {
    available: true,
    async put(key, body, options = {}) {
      checkObjectKey(key);
      await answer();
      const measured = new MeasuredBody(body);
      const chunks: Uint8Array[] = [];
      for await (const chunk of measured) chunks.push(Uint8Array.from(chunk));
      const created = options.ifAbsent !== true || !objects.has(key);
      const mediaType = options.mediaType ?? 'application/octet-stream';
      if (created) objects.set(key, { bytes: Buffer.concat(chunks), mediaType, modifiedAt: new Date() });
      return { created, ...measured.measured() };
    },
    async head(key) {
      checkObjectKey(key);
      await answer();
      const found = objects.get(key);
      return (
        found && { sizeBytes: found.bytes.length, mediaType: found.mediaType, modifiedAt: found.modifiedAt }
      );
    },
    async get(key, range) {
      checkObjectKey(key);
      if (range !== undefined) checkByteRange(range);
      await answer();
      const found = objects.get(key);
      if (found === undefined) return undefined;
      const { bytes, mediaType, modifiedAt } = found;
      const { start, end } = range ?? { start: 0, end: bytes.length };
      checkRangeWithin({ start, end }, bytes.length);
      return {
        sizeBytes: bytes.length,
        mediaType,
        modifiedAt,
        body: Readable.from([bytes.slice(start, end)]),
      };
    },
    async list(prefix, options = {}) {
      checkObjectPrefix(prefix);
      const limit = checkedPageSize(options.limit);
      const after = options.cursor === undefined ? '' : decodeObjectCursor(options.cursor, prefix);
      await answer();
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
      const page = keys.slice(0, limit).flatMap((key) => {
        const found = objects.get(key);
        return found ? [{ key, sizeBytes: found.bytes.length, modifiedAt: found.modifiedAt }] : [];
      });
      const last = page.at(-1);
      if (keys.length === page.length || last === undefined) return { objects: page };
      return { objects: page, nextCursor: encodeObjectCursor(last.key) };
    },
    async delete(keys) {
      for (const key of keys) checkObjectKey(key);
      await answer();
      for (const key of keys) objects.delete(key);
    },
    ping: answer,
    close: () => Promise.resolve(),
  };
  return store;
}
