import { ESLint } from 'eslint';
import { relative } from 'node:path';
import { eslintConfig } from '../../.config/eslint-rules.mjs';
import { linkPackages, withTemporaryTree } from './temporary-tree.mjs';

const noun = 'src/search';
const imports = 'no-restricted-imports';
const globals = 'no-restricted-globals';
const properties = 'no-restricted-properties';
const syntax = 'no-restricted-syntax';
const proxied = [
  "import { proxyActivities } from '@temporalio/workflow';",
  'interface Activities { record(input: string): Promise<void> }',
  "const { record } = proxyActivities<Activities>({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 2 } });",
].join('\n');

/** What is planted, where, and the rule that has to find it there. */
const faults = [
  [
    'a built-in in a noun',
    `${noun}/a.ts`,
    imports,
    "import { join } from 'node:path';\nexport const a = join('a', 'b');",
  ],
  [
    'a built-in without its prefix',
    `${noun}/b.ts`,
    imports,
    "import { join } from 'path';\nexport const a = join('a', 'b');",
  ],
  [
    'a built-in in a workflow',
    'workflows/b.ts',
    imports,
    "import { join } from 'node:path';\nexport const a = join('a', 'b');",
  ],
  ['the clock in a noun', `${noun}/c.ts`, properties, 'export const now = (): number => Date.now();'],
  ['the clock in a workflow', 'workflows/c.ts', properties, 'export const now = (): number => Date.now();'],
  ['new Date() in a noun', `${noun}/d.ts`, syntax, 'export const now = (): Date => new Date();'],
  ['Date() in a noun', `${noun}/d2.ts`, syntax, 'export const now = (): string => Date();'],
  ['new Date() in a workflow', 'workflows/d.ts', syntax, 'export const now = (): Date => new Date();'],
  ['chance in a noun', `${noun}/e.ts`, properties, 'export const pick = (): number => Math.random();'],
  ['chance in a workflow', 'workflows/e.ts', properties, 'export const pick = (): number => Math.random();'],
  ['a random id in a noun', `${noun}/f.ts`, globals, 'export const id = (): string => crypto.randomUUID();'],
  ['process in a noun', `${noun}/g.ts`, globals, 'export const pid = (): number => process.pid;'],
  ['process in a workflow', 'workflows/g.ts', globals, 'export const pid = (): number => process.pid;'],
  [
    'a global by the back door',
    `${noun}/g2.ts`,
    globals,
    'export const pid = (): number => globalThis.process.pid;',
  ],
  ['Buffer in a noun', `${noun}/h.ts`, globals, "export const bytes = (): Uint8Array => Buffer.from('a');"],
  [
    'a timer in a noun',
    `${noun}/i.ts`,
    globals,
    'export const wait = (f: () => void): unknown => setTimeout(f, 1);',
  ],
  [
    'a request from a noun',
    `${noun}/j.ts`,
    globals,
    "export const get = (): Promise<Response> => fetch('http://a');",
  ],
  ['the console in a noun', `${noun}/k.ts`, globals, "export const say = (): void => console.log('a');"],
  [
    'module state in a noun',
    `${noun}/l.ts`,
    syntax,
    'let count = 0;\nexport const next = (): number => ++count;',
  ],
  [
    'exported module state',
    `${noun}/m.ts`,
    syntax,
    'export let count = 0;\nexport const next = (): number => ++count;',
  ],
  [
    'module state in a workflow',
    'workflows/l.ts',
    syntax,
    'let count = 0;\nexport const next = (): number => ++count;',
  ],
  [
    'the environment in a use case',
    'src/usecases/a.ts',
    properties,
    "export const home = (): unknown => process.env['HOME'];",
  ],
  [
    'the environment in an adapter',
    'src/adapters/s3/a.ts',
    properties,
    "export const home = (): unknown => process.env['HOME'];",
  ],
  [
    'the environment in the API',
    'api/a.ts',
    properties,
    "export const home = (): unknown => process.env['HOME'];",
  ],
  [
    'the environment in an activity',
    'activities/a.ts',
    properties,
    "export const home = (): unknown => process.env['HOME'];",
  ],
  [
    'the environment by import',
    'api/b.ts',
    imports,
    "import { env } from 'node:process';\nexport const home = env['HOME'];",
  ],
  [
    'execa outside its adapter',
    'activities/b.ts',
    imports,
    "import { execa } from 'execa';\nexport const run = () => execa('ls');",
  ],
  [
    'child processes outside',
    'src/usecases/b.ts',
    imports,
    "import { spawn } from 'node:child_process';\nexport const run = () => spawn('ls');",
  ],
  [
    'an activity nobody waits for',
    'workflows/m-workflow.ts',
    '@typescript-eslint/no-floating-promises',
    `${proxied}\nexport async function mWorkflow(input: { id: string }): Promise<void> {\n  record(input.id);\n}`,
  ],
  [
    'an activity without a timeout',
    'workflows/n.ts',
    'temporal/workflow-require-activity-timeouts',
    "import { proxyActivities } from '@temporalio/workflow';\nexport const proxied = proxyActivities<{ f(): Promise<void> }>({});",
  ],
  [
    'a type imported as a value',
    'src/usecases/c.ts',
    '@typescript-eslint/consistent-type-imports',
    "import { Options } from './options.ts';\nexport const f = (a: Options): string => a.name;",
  ],
  [
    'a side effect left by inline types',
    'src/usecases/d.ts',
    '@typescript-eslint/no-import-type-side-effects',
    "import { type Options } from './options.ts';\nexport const f = (a: Options): string => a.name;",
  ],
  [
    'a forgotten case',
    'src/usecases/e.ts',
    '@typescript-eslint/switch-exhaustiveness-check',
    "export function f(a: 'x' | 'y'): void {\n  switch (a) {\n    case 'x':\n      break;\n  }\n}",
  ],
  [
    'any',
    'src/usecases/f.ts',
    '@typescript-eslint/no-explicit-any',
    'export const f = (a: any): unknown => a;',
  ],
  [
    'a non-null assertion',
    'src/usecases/g.ts',
    '@typescript-eslint/no-non-null-assertion',
    'export const f = (a?: string): string => a!;',
  ],
  ['broken TSDoc', 'src/usecases/h.ts', 'tsdoc/syntax', '/** Takes {a. */\nexport const f = 1;'],
  [
    'a file too long',
    'src/usecases/i.ts',
    'max-lines',
    Array.from({ length: 301 }, (_, i) => `export const a${i} = ${i};`).join('\n'),
  ],
  [
    'a function too long',
    'src/usecases/j.ts',
    'max-lines-per-function',
    `export function f(a: string[]): void {\n${"  a.push('x');\n".repeat(50)}}`,
  ],
];

/** What the bans must leave alone. */
const innocent = {
  'src/usecases/options.ts': 'export interface Options {\n  readonly name: string;\n}\n',
  'src/search/clean.ts': 'export const later = (ms: number): Date => new Date(ms);\n',
  'src/config/clean.ts': "export const home = (): string | undefined => process.env['HOME'];\n",
  'src/adapters/process/clean.ts': "import { execa } from 'execa';\nexport const run = () => execa('ls');\n",
  'src/adapters/s3/clean.ts': 'export const size = (a: number): string => `${a} bytes`;\n',
  'test/clean.test.ts': "export const home = (): number => JSON.parse('{}').a;\n",
  'workflows/clean-workflow.ts': `${proxied}\nexport async function cleanWorkflow(input: { id: string }): Promise<void> {\n  await record(input.id);\n}\n`,
};

/** Lints all faults in one tree and yields one check per fault, and one for the innocent files. */
export async function plantedLintFaults() {
  const planted = Object.fromEntries(faults.map(([, path, , source]) => [path, `${source}\n`]));
  const found = await withTemporaryTree({ ...planted, ...innocent }, lint);
  const checks = faults.map(([title, path, rule]) => ({
    name: `lint finds ${title} (${rule})`,
    problem: found.get(path)?.includes(rule) ? undefined : `reported there: ${list(found.get(path))}`,
  }));
  const wrongly = Object.keys(innocent).flatMap((path) =>
    (found.get(path) ?? []).map((rule) => `${path}: ${rule}`),
  );
  checks.push({
    name: 'lint leaves allowed code alone',
    problem: wrongly.length === 0 ? undefined : wrongly.join('\n'),
  });
  return checks;
}

async function lint(folder) {
  await linkPackages(folder);
  const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: eslintConfig(folder) });
  const results = await eslint.lintFiles(['.']);
  return new Map(
    results.map(({ filePath, messages }) => [
      relative(folder, filePath),
      messages.map(({ ruleId, message }) => ruleId ?? message),
    ]),
  );
}

const list = (rules) => (rules?.length ? rules.join(', ') : 'nothing');
