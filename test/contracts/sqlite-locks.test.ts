import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { createSqliteDocumentStore } from '../../src/adapters/sqlite/sqlite-document-store.ts';
import type { Collection, Document, DocumentStore } from '../../src/ports/document-store.ts';

interface Note extends Document {
  readonly text: string;
}

const notes: Collection<Note> = { name: 'notes', indexed: [] };
const note = (text: string): Note => ({ schemaVersion: 1, id: 'one', text });

const folder = mkdtempSync(join(tmpdir(), 'durablast-locks-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Act = (store: DocumentStore, revision: string) => Promise<unknown>;

const replace: Act = (store, revision) => store.replaceIfRevision(notes, revision, note('refused'));
const insert: Act = (store) => store.insertIfAbsent(notes, { ...note('refused'), id: 'two' });
const read: Act = (store) => store.get(notes, 'one');

/** What is done while another writer keeps the file for longer than one waits. */
const cases: readonly (readonly [string, readonly Act[]])[] = [
  ['a write, then a read', [replace, read]],
  ['two writes', [replace, insert]],
];

it.each(cases)(
  '%s during a long lock: later reads are fresh, and later writes are there for everybody',
  async (_, acts) => {
    const file = join(mkdtempSync(join(folder, 'case-')), 'rows.db');
    const store = createSqliteDocumentStore({ file });
    const another = createSqliteDocumentStore({ file });
    await store.insertIfAbsent(notes, note('first'));
    const { revision = '' } = (await store.get(notes, 'one')) ?? {};

    const writer = new Database(file);
    writer.exec('BEGIN IMMEDIATE');
    for (const act of acts) {
      if (act === read) expect(await act(store, revision)).toMatchObject({ document: { text: 'first' } });
      else await expect(act(store, revision)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    }
    writer.exec('ROLLBACK');
    writer.close();

    const second = await another.replaceIfRevision(notes, revision, note('second'));
    expect((await store.get(notes, 'one'))?.document.text).toBe('second');
    expect(await store.replaceIfRevision(notes, second ?? '', note('third'))).toBeDefined();
    expect((await another.get(notes, 'one'))?.document.text).toBe('third');
    await Promise.all([store.close(), another.close()]);
  },
  30_000,
);
