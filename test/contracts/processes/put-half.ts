/** Arguments: folder of an object store, key. Puts the first half of a body, prints a line and waits to be killed. */
import { createFilesystemObjectStore } from '../../../src/adapters/filesystem/filesystem-object-store.ts';

const [directory = '', key = ''] = process.argv.slice(2);
const forever = setInterval(() => undefined, 60_000);

async function* half(): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(3_000_000, 'x');
  process.stdout.write('half\n');
  await new Promise(() => undefined);
}

await createFilesystemObjectStore({ directory }).put(key, half());
clearInterval(forever);
