import type { ObjectStore } from '../ports/object-store.ts';
import { readJsonIfPresent, requirePresent } from './read-json.ts';

/** Small JSON objects that this platform wrote and never changes; the last few are kept in memory. */
export interface StoredObjects {
  /** @throws PlatformError `INTERNAL` when it is missing */
  json<T extends { readonly schemaVersion: 1 }>(key: string): Promise<T>;
  /** @returns `undefined` when it is missing, which is not remembered */
  jsonIfPresent<T extends { readonly schemaVersion: 1 }>(key: string): Promise<T | undefined>;
}

/** A page of 200 chunks is asked for 200 times in a row; a handful of jobs are under way on one worker. */
const fewObjects = 64;

/** @param mostObjects - some KB each */
export function createStoredObjects(
  objects: ObjectStore,
  { mostObjects = fewObjects }: { readonly mostObjects?: number } = {},
): StoredObjects {
  const kept = new Map<string, Promise<{ readonly schemaVersion: 1 } | undefined>>();

  function read<T extends { readonly schemaVersion: 1 }>(key: string): Promise<T | undefined> {
    const found = kept.get(key) ?? readJsonIfPresent(objects, key);
    kept.delete(key);
    kept.set(key, found);
    const forget = (): void => {
      if (kept.get(key) === found) kept.delete(key);
    };
    found.then((object) => {
      if (object === undefined) forget();
    }, forget);
    const oldest = kept.keys().next();
    if (kept.size > mostObjects && oldest.done !== true) kept.delete(oldest.value);
    return found as Promise<T | undefined>;
  }

  return {
    json: async <T extends { readonly schemaVersion: 1 }>(key: string) =>
      requirePresent(await read<T>(key), key),
    jsonIfPresent: read,
  };
}
