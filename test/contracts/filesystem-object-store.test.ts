import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFilesystemObjectStore } from '../../src/adapters/filesystem/filesystem-object-store.ts';
import { describeObjectStore } from './object-store.contract.ts';

describeObjectStore('filesystem', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'objects-'));
  const directory = join(folder, 'store');
  const file = join(folder, 'a-file-not-a-folder');
  await writeFile(file, '');
  return {
    store: createFilesystemObjectStore({ directory }),
    another: createFilesystemObjectStore({ directory }),
    unreachable: createFilesystemObjectStore({ directory: join(file, 'store') }),
    close: async () => {
      expect(await readdir(join(directory, 'partial'))).toEqual([]);
      await rm(folder, { recursive: true, force: true });
    },
  };
});
