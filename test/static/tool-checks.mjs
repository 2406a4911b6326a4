import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const sources = ['src', 'workflows', 'activities', 'api', 'deploy'].filter((name) =>
  existsSync(join(root, name)),
);
const cache = 'node_modules/.cache';
/** A cached finding can be out of date when a type changed in another file, so only a developer's run uses it. */
const eslintCache = process.env.CI === 'true' ? [] : ['--cache', '--cache-location', `${cache}/eslint/`];
const cruiser = 'dependency-cruiser/bin/dependency-cruise.mjs';

/** One check per tool, the slowest first: passes when the tool ends with exit code 0. */
export const toolChecks = [
  tool('eslint finds nothing', 'eslint/bin/eslint.js', [
    '-c',
    '.config/eslint.config.mjs',
    ...eslintCache,
    '.',
  ]),
  tool('tsc finds no type error, tests included', 'typescript/bin/tsc', [
    ...[
      '--noEmit',
      '-p',
      'tsconfig.json',
      '--incremental',
      '--tsBuildInfoFile',
      `${cache}/tsconfig.tsbuildinfo`,
    ],
  ]),
  tool('prettier has nothing to change', 'prettier/bin/prettier.cjs', [
    '--check',
    '--log-level',
    'warn',
    '.',
  ]),
  tool('imports keep to the layers', cruiser, [
    ...['--config', '.config/dependency-layering.mjs', ...sources, 'test'],
  ]),
  tool('nouns depend on each other in one direction', cruiser, [
    '--config',
    '.config/dependency-nouns.mjs',
    'src',
  ]),
  tool('workflows reach pure code only', cruiser, [
    '--config',
    '.config/dependency-reachability.mjs',
    ...sources,
  ]),
  tool('knip finds nothing unused or unlisted', 'knip/bin/knip.js', [
    '--config',
    '.config/knip.jsonc',
    '--no-progress',
  ]),
];

function tool(name, script, args) {
  const run = async () => {
    const { code, output } = await nodeOutput([join(root, 'node_modules', script), ...args]);
    return [{ name, problem: code === 0 ? undefined : output || `exit code ${String(code)}` }];
  };
  return Object.defineProperty(run, 'name', { value: name });
}

/** Runs a Node script in the top folder and returns its exit code and everything it printed. */
export async function nodeOutput(args, options = {}) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, output };
}
