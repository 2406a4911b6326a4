/** Arguments: database file, collection. Inserts without end and prints each id once it is acknowledged. */
import { createSqliteDocumentStore } from '../../../src/adapters/sqlite/sqlite-document-store.ts';
import { thing, thingsNamed } from '../things.ts';

const [file = '', collection = ''] = process.argv.slice(2);
const store = createSqliteDocumentStore({ file });
for (let written = 0; ; written += 1) {
  const id = `${String(process.pid)}-${String(written)}`;
  await store.insertIfAbsent(
    thingsNamed(collection),
    thing(id, { kind: 'written', content: 'x'.repeat(500) }),
  );
  process.stdout.write(`${id}\n`);
}
