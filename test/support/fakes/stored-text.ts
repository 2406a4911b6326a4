import { text } from 'node:stream/consumers';
import type { ObjectStore } from '../../../src/ports/object-store.ts';

/** What an object holds; fails where there is none. */
export async function storedText(objects: Pick<ObjectStore, 'get'>, key: string): Promise<string> {
  const stored = await objects.get(key);
  if (!stored) throw new Error(`there is no object ${key}`);
  return text(stored.body);
}
