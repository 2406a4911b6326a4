import { createHash } from 'node:crypto';
import type { ByteRange, ObjectStore, StoredObject } from '../../src/ports/object-store.ts';
import { describeObjectListing } from './object-listing.contract.ts';

export interface ObjectStoreFixture {
  /** Empty at first. */
  readonly store: ObjectStore;
  /** A second store on the same data, as another process would open it. */
  readonly another: ObjectStore;
  /** A store whose server or disk is not there. */
  readonly unreachable: ObjectStore;
  /** See the listing suite. */
  readonly sortsFoldersByName?: boolean;
  /** For a server that refuses to create an existing object of several parts, but not when two come at once. */
  readonly racesLargeCreates?: boolean;
  close(): Promise<void>;
}

const mebibyte = 1024 * 1024;

/** What every object store guarantees. */
export function describeObjectStore(name: string, open: () => Promise<ObjectStoreFixture>): void {
  describe(`object store: ${name}`, () => {
    let fixture: ObjectStoreFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(async () => {
      await fixture.close();
    });
    describePut(() => fixture);
    describeConditionalCreate(() => fixture);
    describeRanges(() => fixture);
    describeObjectListing(() => fixture);
    describeDelete(() => fixture);
    describeFaults(() => fixture);
  });
}

function describePut(fixture: () => ObjectStoreFixture): void {
  describe('put and get', () => {
    it.each([
      ['text', 'naïve 🧬 text', Buffer.from('naïve 🧬 text')],
      ['bytes', Uint8Array.of(0, 255, 13, 10, 0), Buffer.of(0, 255, 13, 10, 0)],
      ['an empty text', '', Buffer.alloc(0)],
      ['a stream', chunks('ab', '', 'c'), Buffer.from('abc')],
      ['an empty stream', chunks(), Buffer.alloc(0)],
      ['a view into a larger buffer', Buffer.from('..inside..').subarray(2, 8), Buffer.from('inside')],
    ])('gives back %s byte for byte, with its digest and size', async (title, body, expected) => {
      const { store, another } = fixture();
      const key = `put/${title.replaceAll(' ', '-')}`;
      const result = await store.put(key, body);
      expect(result).toEqual({ created: true, digest: sha256(expected), sizeBytes: expected.length });
      expect(await contentOf(another, key)).toEqual(expected);
      expect(await another.head(key)).toMatchObject({ sizeBytes: expected.length });
    });

    it('keeps a stream of 40 MiB whole', async () => {
      const { store } = fixture();
      const digest = createHash('sha256');
      for await (const chunk of largeBody(40)) digest.update(chunk);
      const expected = { created: true, digest: digest.digest('hex'), sizeBytes: 40 * mebibyte };
      expect(await store.put('put/large', largeBody(40))).toEqual(expected);
      const read = createHash('sha256');
      for await (const chunk of (await opened(store, 'put/large')).body) read.update(chunk);
      expect(read.digest('hex')).toBe(expected.digest);
    });

    it.each([
      ['plain', 'application/octet-stream'],
      ['report.json', 'application/json'],
      ['report.txt', 'text/plain; charset=utf-8'],
      ['odd.json', 'application/problem+json'],
      ['archive.asn', 'text/x-asn1'],
    ])('keeps the media type of %s given as %s', async (file, mediaType) => {
      const { store, another } = fixture();
      await store.put(`types/${file}`, 'x', { mediaType });
      expect((await another.head(`types/${file}`))?.mediaType).toBe(mediaType);
      const read = await opened(another, `types/${file}`, { start: 0, end: 1 });
      expect((await collected(read)).toString()).toBe('x');
      expect(read.mediaType).toBe(mediaType);
    });

    it('dates an object by when it was put', async () => {
      const before = Date.now();
      await fixture().store.put('put/dated', 'x');
      const head = await fixture().store.head('put/dated');
      // HTTP dates have whole seconds.
      expect(head?.modifiedAt.getTime()).toBeGreaterThan(before - 2000);
      expect(head?.modifiedAt.getTime()).toBeLessThan(Date.now() + 2000);
    });

    it('replaces an object, its size and its media type', async () => {
      const { store } = fixture();
      await store.put('put/replaced.txt', 'long first text', { mediaType: 'text/x-first' });
      const second = await store.put('put/replaced.txt', 'second', { mediaType: 'text/x-second' });
      expect(second).toMatchObject({ created: true });
      const head = await store.head('put/replaced.txt');
      expect(head).toMatchObject({ sizeBytes: 6, mediaType: 'text/x-second' });
      expect((await contentOf(store, 'put/replaced.txt')).toString()).toBe('second');
    });

    it('answers undefined for what is not there', async () => {
      const { store } = fixture();
      await store.put('put/folder/object', 'x');
      for (const key of ['put/absent', 'put/folder', 'absent/object', 'put/folder/object/below']) {
        expect(await store.head(key)).toBeUndefined();
        expect(await store.get(key)).toBeUndefined();
        expect(await store.get(key, { start: 0, end: 1 })).toBeUndefined();
      }
    });

    it.each([
      ['at once', 0],
      ['after a few bytes', 10],
      ['after more than one part', 20 * mebibyte],
    ])('stores nothing of a body that fails %s, and passes its error on', async (title, bytes) => {
      const { store } = fixture();
      const key = `broken/${title.replaceAll(' ', '-')}`;
      const failure = new Error('the source broke');
      await expect(store.put(key, failingBody(bytes, failure))).rejects.toBe(failure);
      expect(await store.head(key)).toBeUndefined();
      expect((await store.list('broken/')).objects).toEqual([]);
    });

    it('keeps the old object when a body that should replace it fails', async () => {
      const { store } = fixture();
      await store.put('kept/object', 'old');
      await expect(store.put('kept/object', failingBody(10, new Error('broke')))).rejects.toThrow('broke');
      expect((await contentOf(store, 'kept/object')).toString()).toBe('old');
    });

    it('shows a reader either the old or the new bytes, never a mixture, while writers replace them', async () => {
      const { store, another } = fixture();
      const bodies = ['a', 'b'].map((letter) => letter.repeat(300_000));
      await store.put('swapped', bodies[0] ?? '');
      const writing = Promise.all(
        bodies.flatMap((body) => [store.put('swapped', body), store.put('swapped', body)]),
      );
      for (let read = 0; read < 20; read += 1) {
        expect(bodies).toContain((await contentOf(another, 'swapped')).toString());
      }
      await writing;
    });
  });
}

function describeConditionalCreate(fixture: () => ObjectStoreFixture): void {
  describe('create only if absent', () => {
    it.each([
      ['small', (writer: number) => `writer ${String(writer)}`],
      ['streamed', (writer: number) => chunks('writer ', String(writer))],
    ])('has exactly one winner among 20 %s bodies, whose bytes stay', async (title, body) => {
      const { store, another } = fixture();
      const key = `race/${title}`;
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, writer) =>
          (writer % 2 === 0 ? store : another).put(key, body(writer), { ifAbsent: true }),
        ),
      );
      expect(results.filter((result) => result.created)).toHaveLength(1);
      const winner = results.findIndex((result) => result.created);
      expect((await contentOf(store, key)).toString()).toBe(`writer ${String(winner)}`);
    });

    it('has exactly one winner among bodies of several parts', async () => {
      const { store, another, racesLargeCreates = false } = fixture();
      const puts = [store, another, store].map((one) =>
        one.put('race/large', largeBody(17), { ifAbsent: true }),
      );
      const winners = (await Promise.all(puts)).filter((result) => result.created).length;
      expect(winners).toBeGreaterThanOrEqual(1);
      if (!racesLargeCreates) expect(winners).toBe(1);
      expect((await store.head('race/large'))?.sizeBytes).toBe(17 * mebibyte);
      const late = await another.put('race/large', largeBody(18), { ifAbsent: true });
      expect(late).toMatchObject({ created: false, sizeBytes: 18 * mebibyte });
      expect((await store.head('race/large'))?.sizeBytes).toBe(17 * mebibyte);
    });

    it('leaves bytes and media type of an existing object and reports the digest of what was sent', async () => {
      const { store } = fixture();
      await store.put('race/taken', 'first', { ifAbsent: true, mediaType: 'text/x-first' });
      const late = await store.put('race/taken', chunks('sec', 'ond'), {
        ifAbsent: true,
        mediaType: 'text/x-late',
      });
      expect(late).toEqual({ created: false, digest: sha256(Buffer.from('second')), sizeBytes: 6 });
      expect((await contentOf(store, 'race/taken')).toString()).toBe('first');
      expect((await store.head('race/taken'))?.mediaType).toBe('text/x-first');
    });

    it('creates again after a delete', async () => {
      const { store } = fixture();
      await store.put('race/again', 'first', { ifAbsent: true });
      await store.delete(['race/again']);
      expect(await store.put('race/again', 'second', { ifAbsent: true })).toMatchObject({ created: true });
    });

    it('publishes nothing when a run stops between its parts and its manifest, and a later run publishes', async () => {
      const { store, another } = fixture();
      const failure = new Error('killed between two steps');
      const run = async (id: string, objects: ObjectStore, crash: boolean) => {
        await objects.put(`job/${id}/part`, id, { ifAbsent: true });
        if (crash) throw failure;
        await objects.put(`job/${id}/manifest.json`, id, { ifAbsent: true, mediaType: 'application/json' });
      };
      await expect(run('run-1', store, true)).rejects.toBe(failure);
      expect(await another.head('job/run-1/manifest.json')).toBeUndefined();
      await run('run-2', another, false);
      expect((await contentOf(store, 'job/run-2/manifest.json')).toString()).toBe('run-2');
    });
  });
}

function describeRanges(fixture: () => ObjectStoreFixture): void {
  describe('ranges', () => {
    const content = Buffer.from('0123456789');
    beforeAll(async () => {
      await fixture().store.put('range/ten', content, { mediaType: 'text/x-digits' });
      await fixture().store.put('range/empty', '');
    });

    it.each([
      [0, 10],
      [0, 1],
      [9, 10],
      [3, 7],
      [0, 0],
      [5, 5],
      [10, 10],
    ])('gives bytes %i to %i, and says the size of the whole', async (start, end) => {
      const object = await opened(fixture().store, 'range/ten', { start, end });
      expect(object).toMatchObject({ sizeBytes: 10, mediaType: 'text/x-digits' });
      expect(await collected(object)).toEqual(content.subarray(start, end));
    });

    it.each([
      [0, 11],
      [9, 11],
      [10, 11],
      [11, 11],
      [50, 60],
    ])('refuses bytes %i to %i of ten', async (start, end) => {
      const get = fixture().store.get('range/ten', { start, end });
      await expect(get).rejects.toMatchObject({ code: 'RANGE_NOT_SATISFIABLE' });
    });

    it.each([
      [-1, 3],
      [4, 3],
      [0.5, 2],
      [0, Number.POSITIVE_INFINITY],
      [Number.NaN, 2],
    ])('takes %d to %d for a mistake of the program', async (start, end) => {
      await expect(fixture().store.get('range/ten', { start, end })).rejects.toMatchObject({
        code: 'INTERNAL',
      });
    });

    it('gives the only range of an empty object', async () => {
      expect(
        await collected(await opened(fixture().store, 'range/empty', { start: 0, end: 0 })),
      ).toHaveLength(0);
      const beyond = fixture().store.get('range/empty', { start: 0, end: 1 });
      await expect(beyond).rejects.toMatchObject({ code: 'RANGE_NOT_SATISFIABLE' });
    });

    it('gives every range of a long object where it should be', async () => {
      const { store } = fixture();
      const long = Buffer.from(Array.from({ length: 600_000 }, (_, index) => (index * 7919) % 251));
      await store.put('range/long', long);
      for (const [start, end] of [
        [0, 262_144],
        [262_143, 262_145],
        [100_000, 600_000],
        [599_999, 600_000],
      ] as const) {
        const part = await collected(await opened(store, 'range/long', { start, end }));
        expect(part.equals(long.subarray(start, end))).toBe(true);
      }
    });

    it('lets a reader stop early, or never start, many times over', async () => {
      const { store } = fixture();
      await store.put('range/left', largeBody(2));
      for (let round = 0; round < 120; round += 1) {
        const iterator = (await opened(store, 'range/left')).body[Symbol.asyncIterator]();
        if (round % 2 === 0) await iterator.next();
        await iterator.return?.();
      }
      expect((await contentOf(store, 'range/ten')).equals(content)).toBe(true);
    });
  });
}

function describeDelete(fixture: () => ObjectStoreFixture): void {
  describe('delete', () => {
    it('removes the named objects only, whether or not all exist', async () => {
      const { store } = fixture();
      for (const key of ['gone/a', 'gone/b', 'gone/c/d']) await store.put(key, key);
      await store.delete(['gone/a', 'gone/absent', 'gone/c/d', 'gone', 'gone/c']);
      expect((await store.list('gone/')).objects.map((object) => object.key)).toEqual(['gone/b']);
      await store.delete(['gone/a', 'gone/b']);
      expect((await store.list('gone/')).objects).toEqual([]);
      await store.delete([]);
    });

    it('lets writers and deleters of one folder work at once', async () => {
      const { store, another } = fixture();
      const work = Array.from({ length: 40 }, async (_, index) => {
        const key = `busy/folder/${String(index)}`;
        await store.put(key, 'x', { ifAbsent: true });
        if (index % 2 === 0) await another.delete([key]);
      });
      await Promise.all(work);
      expect((await store.list('busy/')).objects).toHaveLength(20);
    });
  });
}

function describeFaults(fixture: () => ObjectStoreFixture): void {
  describe('faults', () => {
    it.each([
      '',
      '/',
      '/absolute',
      'trailing/',
      'a//b',
      '.',
      '..',
      '../outside',
      'a/../b',
      'a/./b',
      'a/..',
      'back\\slash',
      'with space',
      'line\nbreak',
      'nul\0byte',
      'ünicode',
      'x'.repeat(1001),
      `long/${'x'.repeat(201)}`,
    ])('takes the key %j for a mistake of the program', async (key) => {
      const { store } = fixture();
      const mistake = { code: 'INTERNAL' };
      await expect(store.put(key, 'x')).rejects.toMatchObject(mistake);
      await expect(store.head(key)).rejects.toMatchObject(mistake);
      await expect(store.get(key)).rejects.toMatchObject(mistake);
      await expect(store.delete(['sound', key])).rejects.toMatchObject(mistake);
    });

    it.each([
      'a',
      'A-Z_0.9',
      '.hidden',
      '...',
      'a.b/c..d',
      "!#$%&'()*+,:;<=>?@[]^`{|}~",
      'x'.repeat(200),
      '%2e%2e/a',
    ])('stores under the key %j', async (key) => {
      const { store } = fixture();
      await store.put(`sound/${key}`, key);
      expect((await contentOf(store, `sound/${key}`)).toString()).toBe(key);
      expect((await store.list(`sound/${key}`)).objects.map((object) => object.key)).toContain(
        `sound/${key}`,
      );
    });

    it('answers a ping', async () => {
      await fixture().store.ping();
    });

    it.each<[string, (store: ObjectStore) => Promise<unknown>]>([
      ['ping', (store) => store.ping()],
      ['put', (store) => store.put('down', 'x')],
      ['conditional put', (store) => store.put('down', chunks('x'), { ifAbsent: true })],
    ])('fails with STORE_UNAVAILABLE on %s when the store is not there', async (_, call) => {
      await expect(call(fixture().unreachable)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    });
  });
}

async function opened(store: ObjectStore, key: string, range?: ByteRange): Promise<StoredObject> {
  const object = await store.get(key, range);
  if (object === undefined) throw new Error(`${key} is not there`);
  return object;
}

async function collected(object: StoredObject): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of object.body) parts.push(chunk);
  return Buffer.concat(parts);
}

async function contentOf(store: ObjectStore, key: string): Promise<Buffer> {
  return collected(await opened(store, key));
}

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

/** Chunks of an odd size, so that no chunk ends where a part does. */
async function* largeBody(mebibytes: number): AsyncGenerator<Uint8Array> {
  const chunk = Buffer.alloc(99_991, 'durable');
  for (let left = mebibytes * mebibyte; left > 0; left -= chunk.length) {
    yield await Promise.resolve(chunk.subarray(0, Math.min(left, chunk.length)));
  }
}

async function* failingBody(bytes: number, failure: Error): AsyncGenerator<Uint8Array> {
  if (bytes > 0) yield await Promise.resolve(Buffer.alloc(bytes));
  throw failure;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
