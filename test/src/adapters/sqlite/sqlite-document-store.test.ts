import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteDocumentStore } from '../../../../src/adapters/sqlite/sqlite-document-store.ts';
import { existing, newThings, thing } from '../../../contracts/things.ts';

describe('documents that were read before', () => {
  let folder: string;
  let store: ReturnType<typeof createSqliteDocumentStore>;
  let another: typeof store;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
    const file = join(folder, 'documents.db');
    [store, another] = [createSqliteDocumentStore({ file }), createSqliteDocumentStore({ file })];
  });
  afterAll(async () => {
    for (const one of [store, another]) await one.close();
    await rm(folder, { recursive: true, force: true });
  });

  const things = newThings();
  const read = {
    get: (id: string) => existing(store, things, id),
    getMany: async (id: string) => (await store.getMany(things, [id]))[0],
    find: async (id: string) => (await store.find(things, { where: { id } })).items[0],
  };

  it.each(Object.entries(read))('are parsed once a revision by %s', async (name, look) => {
    await store.insertIfAbsent(things, thing(name, { rank: 1 }));
    const first = await look(name);
    expect(first?.document).toEqual(thing(name, { rank: 1 }));
    expect((await look(name))?.document).toBe(first?.document);
  });

  it.each(Object.entries(read))('are seen by %s as another process has changed them', async (name, look) => {
    const id = `${name}-changed`;
    await store.insertIfAbsent(things, thing(id, { rank: 1 }));
    await look(id);
    const { revision } = await existing(another, things, id);
    await another.replaceIfRevision(things, revision, thing(id, { rank: 2 }));
    expect((await look(id))?.document.rank).toBe(2);
    await another.delete(things, id);
    await another.insertIfAbsent(things, thing(id, { rank: 3 }));
    expect((await look(id))?.document.rank).toBe(3);
  });
});
