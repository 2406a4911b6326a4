import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteDocumentStore } from '../../src/adapters/sqlite/sqlite-document-store.ts';
import { describeDocumentStore } from './document-store.contract.ts';

describeDocumentStore('sqlite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'documents-'));
  const file = join(folder, 'documents.db');
  const store = createSqliteDocumentStore({ file });
  const another = createSqliteDocumentStore({ file });
  const unreachable = createSqliteDocumentStore({ file: join(folder, 'no-such-folder', 'documents.db') });
  return {
    store,
    another,
    unreachable,
    close: async () => {
      for (const one of [store, another, unreachable]) await one.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
