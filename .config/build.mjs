/**
 * Builds `dist/`: TypeScript to JavaScript, files that are no code copied beside it, and the workflow bundle.
 *
 *     node .config/build.mjs [--force]
 *
 * Does nothing when the sources, the lock file and the build's own files are those of the last finished build.
 */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stampFile = join(dist, '.build-stamp');
const bundleFile = join(dist, 'workflow-bundle.js');
const sourceFolders = ['src', 'workflows', 'activities', 'api', 'deploy'];
const settings = ['tsconfig.json', '.config/tsconfig.build.json', '.config/build.mjs', 'package-lock.json'];
/** Files that stay where they are: sources, documents, and scripts that run before anything is built. */
const notCopied = new Set(['.ts', '.mjs', '.md']);

await build(process.argv.includes('--force'));

async function build(force) {
  const startedAt = performance.now();
  const files = await listFiles();
  const stamp = await fingerprint(files);
  if (!force && stamp === (await readFile(stampFile, 'utf8').catch(() => ''))) {
    console.log('build: up to date');
    return;
  }
  await mkdir(dist, { recursive: true });
  await rm(stampFile, { force: true });
  // An incremental compilation does not notice a lost output, so --force also forgets what was compiled.
  if (force) await rm(join(dist, '.tsbuildinfo'), { force: true });
  compile();
  await copyAssets(files);
  await removeOrphans(new Set(files));
  const bundled = await bundleWorkflows();
  await writeFile(`${stampFile}.new`, stamp);
  await rename(`${stampFile}.new`, stampFile);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`build: ${String(files.length)} files, ${bundled}, ${seconds} s`);
}

async function listFiles() {
  const found = [];
  for (const folder of sourceFolders) {
    if (!existsSync(join(root, folder))) continue;
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (entry.isFile()) found.push(relative(root, join(entry.parentPath ?? entry.path, entry.name)));
    }
  }
  return found.sort();
}

async function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of [...settings, ...files]) {
    if (extname(file) === '.md') continue;
    const content = await readFile(join(root, file));
    hash.update(`${file}\0${String(content.length)}\0`).update(content);
  }
  return hash.digest('hex');
}

function compile() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const project = join(root, '.config/tsconfig.build.json');
  const { status } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error('build: TypeScript found the errors above');
    process.exit(1);
  }
}

async function copyAssets(files) {
  for (const file of files) {
    if (notCopied.has(extname(file))) continue;
    const target = join(dist, file);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(root, file), target);
  }
}

/** Removes what was built from files that are gone, so that nothing imports a module that no longer exists. */
async function removeOrphans(files) {
  for (const folder of sourceFolders) {
    if (!existsSync(join(dist, folder))) continue;
    const entries = await readdir(join(dist, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const built = relative(dist, join(entry.parentPath ?? entry.path, entry.name));
      const source = built.replace(/\.js(\.map)?$/, '.ts');
      if (!files.has(built) && !files.has(source)) await rm(join(dist, built));
    }
  }
}

async function bundleWorkflows() {
  const workflowsPath = join(dist, 'workflows/index.js');
  if (!existsSync(workflowsPath)) {
    await rm(bundleFile, { force: true });
    return 'no workflows to bundle';
  }
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  await writeFile(`${bundleFile}.new`, code);
  await rename(`${bundleFile}.new`, bundleFile);
  return `workflow bundle of ${(code.length / 1e6).toFixed(1)} MB`;
}
