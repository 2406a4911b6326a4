/** Argument: folder of an object store. Puts without end and prints each key once it is acknowledged. */
import { createFilesystemObjectStore } from '../../../src/adapters/filesystem/filesystem-object-store.ts';

const [directory = ''] = process.argv.slice(2);
const store = createFilesystemObjectStore({ directory });
for (let written = 0; ; written += 1) {
  const key = `written/${String(process.pid)}/${String(written)}`;
  await store.put(key, key.repeat(50), { ifAbsent: written % 2 === 0, mediaType: 'text/x-key' });
  process.stdout.write(`${key}\n`);
}
