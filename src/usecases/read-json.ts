import { PlatformError } from '../errors/index.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/**
 * Reads a small JSON object that this platform wrote.
 * The cast is the one place where stored shapes are trusted: keys are ours and `schemaVersion` names the shape.
 * @throws PlatformError `INTERNAL` when it is missing
 */
export async function readJson<T extends { readonly schemaVersion: 1 }>(
  objects: ObjectStore,
  key: string,
): Promise<T> {
  return requirePresent(await readJsonIfPresent<T>(objects, key), key);
}

/** @throws PlatformError `INTERNAL` */
export function requirePresent<T>(found: T | undefined, key: string): T {
  if (found !== undefined) return found;
  throw new PlatformError('INTERNAL', 'A stored part of this job is missing.', { details: { key } });
}

/** @returns `undefined` when there is no such object */
export async function readJsonIfPresent<T extends { readonly schemaVersion: 1 }>(
  objects: ObjectStore,
  key: string,
): Promise<T | undefined> {
  const stored = await objects.get(key);
  if (!stored) return undefined;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stored.body) text += decoder.decode(chunk, { stream: true });
  return JSON.parse(text + decoder.decode()) as T;
}
