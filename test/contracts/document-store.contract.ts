import type { DocumentStore } from '../../src/ports/document-store.ts';
import { describeDocumentQueries } from './document-query.contract.ts';
import { existing, increment, newThings, thing, type Thing } from './things.ts';

export interface DocumentStoreFixture {
  /** Empty at first. */
  readonly store: DocumentStore;
  /** A second store on the same data, as another process would open it. */
  readonly another: DocumentStore;
  /** A store whose server or file is not there. */
  readonly unreachable: DocumentStore;
  close(): Promise<void>;
}

/** What every document store guarantees. */
export function describeDocumentStore(name: string, open: () => Promise<DocumentStoreFixture>): void {
  describe(`document store: ${name}`, () => {
    let fixture: DocumentStoreFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(async () => {
      await fixture.close();
    });
    describeDocuments(() => fixture);
    describeRaces(() => fixture);
    describeDocumentQueries(() => fixture);
    describeOutage(() => fixture);
  });
}

function describeDocuments(fixture: () => DocumentStoreFixture): void {
  describe('documents', () => {
    it.each<[string, Partial<Thing>]>([
      ['nothing but its id', {}],
      ['nested values', { content: { list: [1, [2], { three: null }], empty: {}, none: [] } }],
      ['unicode', { kind: 'naïve 🧬 \u0000 \u2028 \ud83d\ude00', content: { 'schlüssel 🔑': '日本語' } }],
      [
        'field names that databases treat specially',
        { content: { 'a.b': 1, $set: { $inc: 2 }, _id: 3, '': 4 } },
      ],
      ['numbers', { rank: 0.1, content: [-0.5, 1e21, 5e-324, 2 ** 53, -(2 ** 31) - 1, 1.0] }],
      ['quotes and commands', { kind: `'; DROP TABLE "things"; -- \\` }],
      ['200 kB', { content: 'x'.repeat(200_000) }],
      ['null in an indexed field', { kind: null, rank: null }],
    ])('gives back %s as it was', async (_, fields) => {
      const { store, another } = fixture();
      const things = newThings();
      const document = thing('id-é🧬', fields);
      expect(await store.insertIfAbsent(things, document)).toEqual({ inserted: true });
      expect((await another.get(things, document.id))?.document).toEqual(document);
    });

    it('keeps the first of two documents with one id', async () => {
      const { store, another } = fixture();
      const things = newThings();
      await store.insertIfAbsent(things, thing('a', { rank: 1 }));
      expect(await another.insertIfAbsent(things, thing('a', { rank: 2 }))).toEqual({ inserted: false });
      expect((await store.get(things, 'a'))?.document.rank).toBe(1);
    });

    it('keeps collections apart', async () => {
      const { store } = fixture();
      const [left, right] = [newThings(), newThings()];
      await store.insertIfAbsent(left, thing('a'));
      expect(await store.get(right, 'a')).toBeUndefined();
      expect(await store.insertIfAbsent(right, thing('a'))).toEqual({ inserted: true });
    });

    it('replaces only what has the revision, with a new revision each time', async () => {
      const { store, another } = fixture();
      const things = newThings();
      await store.insertIfAbsent(things, thing('a', { rank: 1 }));
      const first = await existing(store, things, 'a');
      const revision = await store.replaceIfRevision(things, first.revision, thing('a', { rank: 2 }));
      expect(await another.get(things, 'a')).toEqual({ revision, document: thing('a', { rank: 2 }) });
      expect(
        await another.replaceIfRevision(things, first.revision, thing('a', { rank: 3 })),
      ).toBeUndefined();
      expect(await store.replaceIfRevision(things, 'nonsense', thing('a', { rank: 3 }))).toBeUndefined();
      expect(await store.replaceIfRevision(things, first.revision, thing('absent'))).toBeUndefined();
      expect((await store.get(things, 'a'))?.document.rank).toBe(2);
    });

    it('finds the new values, not the old ones, after a replacement', async () => {
      const { store } = fixture();
      const things = newThings();
      await store.insertIfAbsent(things, thing('a', { kind: 'old', rank: 1 }));
      const { revision } = await existing(store, things, 'a');
      await store.replaceIfRevision(things, revision, thing('a', { kind: 'new' }));
      expect(await store.count(things, { kind: 'old' })).toBe(0);
      expect(await store.count(things, { kind: 'new', rank: null })).toBe(1);
    });

    it('never gives a revision again, not even to the same content after a delete', async () => {
      const { store } = fixture();
      const things = newThings();
      const seen: string[] = [];
      for (let round = 0; round < 3; round += 1) {
        await store.insertIfAbsent(things, thing('a'));
        const { revision } = await existing(store, things, 'a');
        seen.push(revision, (await store.replaceIfRevision(things, revision, thing('a'))) ?? '');
        expect(await store.delete(things, 'a')).toBe(true);
        expect(await store.replaceIfRevision(things, seen.at(-1) ?? '', thing('a'))).toBeUndefined();
      }
      expect(new Set(seen).size).toBe(6);
    });

    it('says whether there was something to delete', async () => {
      const { store, another } = fixture();
      const things = newThings();
      await store.insertIfAbsent(things, thing('a'));
      expect(await another.delete(things, 'a')).toBe(true);
      expect(await store.delete(things, 'a')).toBe(false);
      expect(await store.get(things, 'a')).toBeUndefined();
    });

    it('gets many, in one call, those that exist, each once', async () => {
      const { store } = fixture();
      const things = newThings();
      for (const id of ['a', 'b', 'c']) await store.insertIfAbsent(things, thing(id));
      const found = await store.getMany(things, ['c', 'absent', 'a', 'a', "quo'te"]);
      expect(found.map((stored) => stored.document.id).sort()).toEqual(['a', 'c']);
      expect(await store.getMany(things, [])).toEqual([]);
      const many = Array.from({ length: 5000 }, (_, index) => `absent-${String(index)}`);
      expect(await store.getMany(things, [...many, 'b'])).toEqual([await existing(store, things, 'b')]);
    });
  });
}

function describeRaces(fixture: () => DocumentStoreFixture): void {
  describe('races', () => {
    it('has exactly one winner among 20 inserts of one id', async () => {
      const { store, another } = fixture();
      const things = newThings();
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, writer) =>
          (writer % 2 === 0 ? store : another).insertIfAbsent(things, thing('a', { rank: writer })),
        ),
      );
      const winners = results.flatMap(({ inserted }, writer) => (inserted ? [writer] : []));
      expect(winners).toEqual([(await existing(store, things, 'a')).document.rank]);
    });

    it('has exactly one winner among 20 replacements of one revision', async () => {
      const { store, another } = fixture();
      const things = newThings();
      await store.insertIfAbsent(things, thing('a'));
      const { revision } = await existing(store, things, 'a');
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, rank) =>
          (rank % 2 === 0 ? store : another).replaceIfRevision(things, revision, thing('a', { rank })),
        ),
      );
      const winners = results.flatMap((next, writer) => (next === undefined ? [] : [writer]));
      expect(winners).toEqual([(await existing(store, things, 'a')).document.rank]);
    });

    it('loses none of 8 × 25 increments by compare-and-swap', async () => {
      const { store, another } = fixture();
      const things = newThings();
      await store.insertIfAbsent(things, thing('counter', { rank: 0 }));
      const writer = async (_: unknown, index: number) => {
        for (let done = 0; done < 25; done += 1) await increment(index % 2 === 0 ? store : another, things);
      };
      await Promise.all(Array.from({ length: 8 }, writer));
      expect((await existing(store, things, 'counter')).document.rank).toBe(200);
    });

    it('sees every write of another store as soon as it is acknowledged', async () => {
      const { store, another } = fixture();
      const things = newThings();
      await store.insertIfAbsent(things, thing('counter', { rank: 0 }));
      for (let rank = 1; rank <= 50; rank += 1) {
        const [writing, reading] = rank % 2 === 0 ? [store, another] : [another, store];
        await increment(writing, things);
        expect((await existing(reading, things, 'counter')).document.rank).toBe(rank);
        expect(await reading.count(things, { rank })).toBe(1);
      }
    });
  });
}

function describeOutage(fixture: () => DocumentStoreFixture): void {
  describe('outage', () => {
    it('answers a ping', async () => {
      await fixture().store.ping();
    });

    it.each<[string, (store: DocumentStore) => Promise<unknown>]>([
      ['ping', (store) => store.ping()],
      ['get', (store) => store.get(newThings(), 'a')],
      ['insert', (store) => store.insertIfAbsent(newThings(), thing('a'))],
    ])('fails with STORE_UNAVAILABLE on %s when the store is not there', async (_, call) => {
      await expect(call(fixture().unreachable)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    });
  });
}
