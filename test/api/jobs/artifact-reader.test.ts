import { createArtifactReader } from '../../../api/jobs/artifact-reader.ts';
import type { Artifact } from '../../../src/job/manifest.ts';
import { createMemoryObjectStore } from '../../support/fakes/memory-object-store.ts';

/** A reader of artifacts of at most 10 bytes, 20 bytes in all, over a store that counts what is read of it. */
async function readerOf(texts: Readonly<Record<string, string>>) {
  const objects = createMemoryObjectStore();
  for (const [key, text] of Object.entries(texts)) await objects.put(key, text);
  const reads: string[] = [];
  const { get } = objects;
  objects.get = (key, range) => {
    reads.push(key);
    return get(key, range);
  };
  const reader = createArtifactReader(objects, { maxKeptBytes: 20, maxArtifactBytes: 10 });
  const open = async (key: string, range?: { start: number; end: number }): Promise<string | undefined> => {
    const body = await reader.open(artifactOf(key, texts[key] ?? ''), range);
    if (!body) return undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  return { objects, reads, open };
}

function artifactOf(key: string, text: string): Artifact {
  return { name: key, key, sizeBytes: text.length, digest: '', mediaType: 'text/plain' };
}

describe('The artifact reader', () => {
  it('reads a small artifact once, however often and in whatever parts it is asked for', async () => {
    const { open, reads } = await readerOf({ 'a/small': '0123456789' });
    expect(await Promise.all([open('a/small'), open('a/small')])).toEqual(['0123456789', '0123456789']);
    expect(await open('a/small', { start: 3, end: 5 })).toBe('34');
    expect(await open('a/small')).toBe('0123456789');
    expect(reads).toEqual(['a/small']);
  });

  it('streams a larger one from the store each time, also in part', async () => {
    const { open, reads } = await readerOf({ 'a/large': '0123456789A' });
    expect([await open('a/large'), await open('a/large', { start: 9, end: 11 })]).toEqual([
      '0123456789A',
      '9A',
    ]);
    expect(reads).toEqual(['a/large', 'a/large']);
  });

  it('gives up the one that was not asked for longest when its memory is full', async () => {
    const { open, reads } = await readerOf({ 'a/1': '1111111111', 'a/2': '2222222222', 'a/3': '3' });
    for (const key of ['a/1', 'a/2', 'a/1', 'a/3', 'a/1', 'a/2']) await open(key);
    expect(reads).toEqual(['a/1', 'a/2', 'a/3', 'a/2']);
  });

  it('says when an object is gone, and remembers neither that nor a failure', async () => {
    const { objects, open } = await readerOf({ 'a/x': 'x' });
    objects.available = false;
    await expect(open('a/x')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    objects.available = true;
    await objects.delete(['a/x']);
    expect(await open('a/x')).toBeUndefined();
    await objects.put('a/x', 'x');
    expect(await open('a/x')).toBe('x');
  });

  it('keeps an empty file like any other', async () => {
    const { open, reads } = await readerOf({ 'a/empty': '' });
    expect([await open('a/empty'), await open('a/empty')]).toEqual(['', '']);
    expect(reads).toHaveLength(1);
  });
});
