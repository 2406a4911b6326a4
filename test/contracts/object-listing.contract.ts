import type { ObjectStore } from '../../src/ports/object-store.ts';
import { inParallel } from './in-parallel.ts';

interface ListedFixture {
  readonly store: ObjectStore;
  /** For a server that, against S3's own rule, sorts a folder by its name without the slash: `a/x` before `a-b`. */
  readonly sortsFoldersByName?: boolean;
}

/** Order, paging and prefixes of a listing. */
export function describeObjectListing(fixture: () => ListedFixture): void {
  describe('list', () => {
    it('lists 10,000 keys in order, page by page, each once', async () => {
      const { store } = fixture();
      const keys = Array.from({ length: 10_000 }, (_, index) => {
        const number = String((index * 7919) % 10_000).padStart(4, '0');
        return `many/${number.slice(0, 2)}/${number}`;
      });
      await inParallel(32, keys, (key) => store.put(key, key));
      const listed = await allKeys(store, 'many/');
      expect(listed.pages.every((size) => size <= 1000)).toBe(true);
      expect(listed.keys).toEqual([...keys].sort());
      const objects = (await store.list('many/42/')).objects;
      expect(objects).toHaveLength(100);
      expect(new Set(objects.map((object) => object.sizeBytes))).toEqual(new Set(['many/42/4200'.length]));
    }, 240_000);

    it.each([1, 2, 3, 7, 8])('gives the same keys in byte order in pages of %i', async (limit) => {
      const { store, sortsFoldersByName = false } = fixture();
      const names = ['A', 'B/z', 'a-b', 'a/x', 'a/y/1', 'a0', 'b'];
      if (sortsFoldersByName) names.splice(2, 3, 'a/x', 'a/y/1', 'a-b');
      const keys = names.map((name) => `order/${name}`);
      for (const key of [...keys].reverse()) await store.put(key, '');
      const listed = await allKeys(store, 'order/', limit);
      expect(listed.keys).toEqual(keys);
      expect(listed.pages.slice(0, -1)).toEqual(listed.pages.slice(0, -1).map(() => limit));
    });

    it.each([
      ['prefix/ab', ['prefix/ab', 'prefix/abc', 'prefix/abd/e']],
      ['prefix/abd', ['prefix/abd/e']],
      ['prefix/abd/', ['prefix/abd/e']],
      ['prefix/a', ['prefix/ab', 'prefix/abc', 'prefix/abd/e', 'prefix/ac']],
      ['prefix/x', []],
      ['prefixes', []],
    ])('lists what starts with %j', async (prefix, expected) => {
      const { store } = fixture();
      for (const key of ['ab', 'abc', 'abd/e', 'ac', 'b/ab']) await store.put(`prefix/${key}`, '');
      expect((await store.list(prefix)).objects.map((object) => object.key)).toEqual(expected);
    });

    it('goes on behind the last page, whatever was written or deleted in between', async () => {
      const { store } = fixture();
      for (const key of ['b', 'd', 'f', 'h']) await store.put(`moving/${key}`, '');
      const first = await store.list('moving/', { limit: 2 });
      await store.put('moving/a', '');
      await store.put('moving/e', '');
      await store.delete(['moving/d']);
      const second = await store.list('moving/', { limit: 2, cursor: first.nextCursor ?? '' });
      expect(second.objects.map((object) => object.key)).toEqual(['moving/e', 'moving/f']);
    });

    it('gives no cursor with the last page, be it full', async () => {
      const { store } = fixture();
      for (const key of ['a', 'b']) await store.put(`full/${key}`, '');
      expect((await store.list('full/', { limit: 2 })).nextCursor).toBeUndefined();
    });

    it.each(['', 'nonsense', Buffer.from('1:elsewhere/x').toString('base64url')])(
      'refuses the cursor %j',
      async (cursor) => {
        const listing = fixture().store.list('cursor/', { cursor });
        await expect(listing).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
      },
    );

    it.each(['/', '../', 'a/../', 'a//', 'with space'])(
      'takes the prefix %j for a mistake',
      async (prefix) => {
        await expect(fixture().store.list(prefix)).rejects.toMatchObject({ code: 'INTERNAL' });
      },
    );
  });
}

async function allKeys(
  store: ObjectStore,
  prefix: string,
  limit?: number,
): Promise<{ readonly keys: string[]; readonly pages: number[] }> {
  const keys: string[] = [];
  const pages: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list(prefix, {
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    keys.push(...page.objects.map((object) => object.key));
    pages.push(page.objects.length);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return { keys, pages };
}
