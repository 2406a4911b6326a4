/**
 * Makes a fresh clone ready and then runs a script in this process:
 *
 *     node deploy/embedded/bootstrap.mjs SCRIPT [ARGUMENT…]
 *
 * Checks Node, installs the npm packages when they are not those of package-lock.json, and builds what has changed.
 * Plain JavaScript without dependencies: it runs before anything is installed. What it says goes to standard error.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A step that is done sooner is not worth a line. */
const quietMs = 1_500;
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

checkNode();
const [script, ...rest] = process.argv.slice(2);
if (script === undefined) fail('Usage: node deploy/embedded/bootstrap.mjs SCRIPT [ARGUMENT…]');
await install();
await step('Building', [join(root, '.config/build.mjs')], 'The build failed:');
await run(resolve(root, script), rest);

function checkNode() {
  const wanted = readJson('package.json').engines.node.replace('>=', '');
  if (!isAtLeast(process.versions.node, wanted)) {
    fail(`Node ${wanted} or later is needed; this is Node ${process.versions.node}. See https://nodejs.org.`);
  }
}

function isAtLeast(version, minimum) {
  const wanted = minimum.split('.').map(Number);
  const found = version.split('.').map((part) => Number.parseInt(part, 10));
  const differing = wanted.findIndex((number, index) => number !== found[index]);
  return differing === -1 || found[differing] > wanted[differing];
}

async function install() {
  if (isInstalled()) return;
  say('Installing the npm packages (once; about a minute)');
  // Under npm its own path is known; it may be another npm than the first on PATH.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm?.endsWith('.js')) await step(undefined, [npm, ...args], 'npm ci failed:');
  else await step(undefined, args, 'npm ci failed:', 'npm');
}

/** Whether what npm recorded as installed is what the lock file asks for, on this platform. */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const wanted = readJson('package-lock.json').packages;
  const installed = readJson('node_modules/.package-lock.json').packages;
  const isSame = (path) =>
    installed[path]?.version === wanted[path].version &&
    installed[path]?.integrity === wanted[path].integrity;
  const isMissingRightly = (path) => installed[path] === undefined && wanted[path].optional === true;
  const paths = Object.keys(wanted).filter((path) => path !== '');
  return (
    paths.every((path) => isSame(path) || isMissingRightly(path)) &&
    Object.keys(installed).every((path) => wanted[path] !== undefined)
  );
}

/** Runs a command quietly: one line if it takes long, its whole output if it fails. */
async function step(title, args, failure, program = process.execPath) {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(data));
  const timer = title === undefined ? undefined : setTimeout(() => say(title), quietMs);
  const status = await new Promise((settle) => {
    child.once('error', (error) => settle(error.message));
    child.once('close', (code) => settle(code));
  });
  clearTimeout(timer);
  if (status !== 0) fail(`${failure}\n${Buffer.concat(output).toString()}`);
}

/**
 * In this process rather than in a child: signals, exit code and terminal are then the script's own, and a Ctrl-C
 * reaches it once.
 */
async function run(path, args) {
  if (!existsSync(path)) fail(`There is no ${path}.`);
  process.argv = [process.execPath, path, ...args];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(path).href);
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(sentence) {
  say(sentence);
  process.exit(1);
}
