import type {
  Collection,
  DocumentStore,
  FindPage,
  FindQuery,
  Where,
} from '../../src/ports/document-store.ts';
import { newThings, thing, type Thing } from './things.ts';

type Sort = NonNullable<FindQuery<Thing>['sort']>;

/** Finding, counting, sorting and paging. */
export function describeDocumentQueries(fixture: () => { readonly store: DocumentStore }): void {
  describe('queries', () => {
    const things = newThings();
    const all = [
      thing('a', { kind: 'x', rank: 3, live: true }),
      thing('b', { kind: 'y', rank: 1, live: false }),
      thing('c', { kind: 'x', rank: 2.5, live: true }),
      thing('d', { kind: null, rank: 3 }),
      thing('e', { rank: -1, live: false }),
      thing('f', { kind: 'é', rank: null }),
      thing('g', { kind: '🧬', rank: 3 }),
      thing('h', { kind: '\uff5e', rank: 10 }),
    ];
    beforeAll(async () => {
      for (const document of [...all].reverse()) await fixture().store.insertIfAbsent(things, document);
    });

    it.each<[Where<Thing>, string]>([
      [{}, 'abcdefgh'],
      [{ id: 'c' }, 'c'],
      [{ id: { in: ['h', 'a', 'absent'] } }, 'ah'],
      [{ id: { gt: 'b', lte: 'd' } }, 'cd'],
      [{ kind: 'x' }, 'ac'],
      [{ kind: '🧬' }, 'g'],
      [{ kind: 'absent' }, ''],
      [{ kind: null }, 'de'],
      [{ rank: null }, 'f'],
      [{ live: true }, 'ac'],
      [{ live: false }, 'be'],
      [{ live: { in: [true, false] } }, 'abce'],
      [{ kind: 'x', rank: 3 }, 'a'],
      [{ kind: 'x', rank: 3, live: false }, ''],
      [{ kind: { in: ['x', 'y'] } }, 'abc'],
      [{ kind: { in: [] } }, ''],
      [{ kind: { in: [null] } }, 'de'],
      [{ kind: { in: [null, 'y'] } }, 'bde'],
      [{ rank: { gt: 2.5 } }, 'adgh'],
      [{ rank: { gte: 2.5 } }, 'acdgh'],
      [{ rank: { lt: 1 } }, 'e'],
      [{ rank: { lte: 1 } }, 'be'],
      [{ rank: { gt: -1, lt: 3 } }, 'bc'],
      [{ kind: { gte: 'y' } }, 'bfgh'],
      [{ kind: 'x', rank: { gte: 3 } }, 'a'],
    ])('finds and counts %j', async (where, ids) => {
      const { store } = fixture();
      const page = await store.find(things, { where });
      expect(page.items.map((item) => item.document.id).join('')).toBe(ids);
      expect(page.nextCursor).toBeUndefined();
      expect(await store.count(things, where)).toBe(ids.length);
      for (const { document } of page.items) expect(all).toContainEqual(document);
    });

    it.each<[Sort, string]>([
      [{ field: 'id', direction: 'ascending' }, 'abcdefgh'],
      [{ field: 'id', direction: 'descending' }, 'hgfedcba'],
      [{ field: 'rank', direction: 'ascending' }, 'febcadgh'],
      [{ field: 'rank', direction: 'descending' }, 'hgdacbef'],
      // By UTF-8 bytes U+FF5E comes before U+1F9EC; by UTF-16 units it would come after it.
      [{ field: 'kind', direction: 'ascending' }, 'deacbfhg'],
      [{ field: 'kind', direction: 'descending' }, 'ghfbcaed'],
    ])('sorts by %j, nulls lowest, ties by id, and pages alike', async (sort, ids) => {
      const { store } = fixture();
      for (const limit of [1, 2, 3, 7, 8, 100]) {
        expect((await allIds(store, things, { sort, limit })).join('')).toBe(ids);
      }
    });

    it('pages within a condition', async () => {
      const { store } = fixture();
      const sort = { field: 'rank', direction: 'descending' } as const;
      const query = { where: { kind: { in: ['x', 'y', null] } }, sort, limit: 2 };
      expect((await allIds(store, things, query)).join('')).toBe('dacbe');
    });

    it('gives pages of 100 unless told, and of 1,000 at most', async () => {
      const { store } = fixture();
      const many = newThings();
      const ids = Array.from({ length: 1050 }, (_, index) => String(index).padStart(5, '0'));
      for (const id of ids) await store.insertIfAbsent(many, thing(id, { rank: 1 }));
      expect((await store.find(many, {})).items).toHaveLength(100);
      expect((await store.find(many, { limit: 5000 })).items).toHaveLength(1000);
      const sort = { field: 'rank', direction: 'ascending' } as const;
      expect(await allIds(store, many, { sort, limit: 97 })).toEqual(ids);
      expect(await store.count(many, { rank: 1 })).toBe(1050);
    });

    it('goes on behind the last page, whatever was inserted or deleted in between', async () => {
      const { store } = fixture();
      const moving = newThings();
      for (const [id, rank] of Object.entries({ a: 5, b: 4, c: 4, d: 3, e: 1 })) {
        await store.insertIfAbsent(moving, thing(id, { rank }));
      }
      const sort = { field: 'rank', direction: 'descending' } as const;
      const first = await store.find(moving, { sort, limit: 2 });
      expect(first.items.map((item) => item.document.id)).toEqual(['a', 'c']);
      await store.insertIfAbsent(moving, thing('newest', { rank: 9 }));
      await store.insertIfAbsent(moving, thing('aa', { rank: 4 }));
      await store.insertIfAbsent(moving, thing('z', { rank: 4 }));
      await store.delete(moving, 'c');
      const query = { sort, limit: 2, cursor: first.nextCursor ?? '' };
      expect(await allIds(store, moving, query)).toEqual(['b', 'aa', 'd', 'e']);
    });

    it('refuses a cursor that is not one of this list', async () => {
      const { store } = fixture();
      const sort = { field: 'rank', direction: 'ascending' } as const;
      const { nextCursor = '' } = await store.find(things, { sort, limit: 1 });
      expect(nextCursor).not.toBe('');
      const queries: [Collection<Thing>, FindQuery<Thing>][] = [
        [things, { cursor: nextCursor }],
        [things, { cursor: nextCursor, sort: { ...sort, direction: 'descending' } }],
        [newThings(), { cursor: nextCursor, sort }],
        [things, { cursor: '', sort }],
        [things, { cursor: 'nonsense', sort }],
        [things, { cursor: Buffer.from('[1,2]').toString('base64url'), sort }],
        [things, { cursor: Buffer.from('null').toString('base64url'), sort }],
      ];
      for (const [collection, query] of queries) {
        await expect(store.find(collection, query)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
      }
    });

    it.each<[string, (store: DocumentStore) => Promise<unknown>]>([
      ['an undeclared condition', (store) => store.find(things, { where: { content: 'x' } })],
      ['an undeclared condition in a count', (store) => store.count(things, { schemaVersion: 1 })],
      [
        'an undeclared sort',
        (store) => store.find(things, { sort: { field: 'content', direction: 'ascending' } }),
      ],
      ['a condition without a value', (store) => store.find(things, { where: { kind: undefined } as never })],
      ['an unknown operator', (store) => store.find(things, { where: { kind: { like: 'x' } } as never })],
      ['an empty condition', (store) => store.find(things, { where: { kind: {} } })],
      ['a page of none', (store) => store.find(things, { limit: 0 })],
    ])('takes %s for a mistake of the program', async (_, call) => {
      await expect(call(fixture().store)).rejects.toMatchObject({ code: 'INTERNAL' });
    });
  });
}

async function allIds(
  store: DocumentStore,
  things: Collection<Thing>,
  query: FindQuery<Thing>,
): Promise<string[]> {
  const ids: string[] = [];
  let next: FindQuery<Thing> | undefined = query;
  while (next !== undefined) {
    const page: FindPage<Thing> = await store.find(things, next);
    ids.push(...page.items.map((item) => item.document.id));
    next = page.nextCursor === undefined ? undefined : { ...query, cursor: page.nextCursor };
  }
  return ids;
}
