import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

/**
 * Lays out `files` (path → content) in a new folder that looks like the repository to its tools, runs `use`
 * in it and removes the folder, also when `use` fails.
 */
export async function withTemporaryTree(files, use) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'durablast-static-')));
  try {
    for (const name of ['package.json', 'tsconfig.json']) await cp(join(root, name), join(folder, name));
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lets the tree use the repository's packages. */
export async function linkPackages(folder) {
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
}
