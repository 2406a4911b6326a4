/** Arguments: database file, collection, increments. Adds one so many times by compare-and-swap, then ends. */
import { createSqliteDocumentStore } from '../../../src/adapters/sqlite/sqlite-document-store.ts';
import { increment, thingsNamed, thing } from '../things.ts';

const [file = '', collection = '', times = ''] = process.argv.slice(2);
const store = createSqliteDocumentStore({ file });
const things = thingsNamed(collection);
await store.insertIfAbsent(things, thing('counter', { rank: 0 }));
for (let done = 0; done < Number(times); done += 1) await increment(store, things);
await store.close();
