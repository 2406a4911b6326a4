import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteDocumentStore } from '../../../../src/adapters/sqlite/sqlite-document-store.ts';
import type { DocumentStore } from '../../../../src/ports/document-store.ts';
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

describe('writes that are told of', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
    file = join(folder, 'documents.db');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const things = newThings();

  /** Resolves when the store has told of a write of another one. */
  function told(store: DocumentStore, another: DocumentStore, id: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = store.watchWrites?.(() => {
        end?.();
        resolve();
      });
      another.insertIfAbsent(things, thing(id)).catch(reject);
    });
  }

  it('are those of other connections', async () => {
    const [store, another] = [createSqliteDocumentStore({ file }), createSqliteDocumentStore({ file })];
    await told(store, another, 'one');
    expect((await existing(store, things, 'one')).document.id).toBe('one');
    await told(store, another, 'two');
    await another.close();
    await store.close();
  });

  it('are told of also when nobody had the file open before', async () => {
    const store = createSqliteDocumentStore({ file });
    await told(store, store, 'one');
    await store.close();
    const [reader, writer] = [createSqliteDocumentStore({ file }), createSqliteDocumentStore({ file })];
    await told(reader, writer, 'two');
    for (const one of [reader, writer]) await one.close();
  });

  it('are none where the folder cannot be watched', () => {
    const store = createSqliteDocumentStore({ file: join(folder, 'no-such-folder', 'documents.db') });
    expect(store.watchWrites?.(() => undefined)).toBeUndefined();
  });
});
