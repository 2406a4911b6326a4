import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { workflowTypes } from '../../src/adapters/temporal/workflow-names.ts';

const workflowsPath = new URL('../../workflows/index.ts', import.meta.url).pathname;

/** Replayed in every worker: what gets in costs memory for each cached workflow, and may break determinism. */
const largestBytes = 2.2e6;
const forbidden = [
  'zod',
  'execa',
  'mongodb',
  'libsql',
  '@aws-sdk',
  'pino',
  'hono',
  '@temporalio/client',
  '@temporalio/worker',
  '@temporalio/activity',
];

let code: string;
let modules: string[];
beforeAll(async () => {
  ({ code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') }));
  modules = [...code.matchAll(/^\/\*{3}\/ "\.\/(\S+?)"/gm)].map(([, path]) => path ?? '');
}, 120_000);

it('can be read: it names the modules that are in it', () => {
  expect(modules).toEqual(
    expect.arrayContaining([
      'workflows/search-workflow.ts',
      'src/errors/codes.ts',
      expect.stringContaining('node_modules/@temporalio/workflow/'),
    ]),
  );
});

it('stays small', () => {
  expect(code.length).toBeGreaterThan(100_000);
  expect(code.length).toBeLessThanOrEqual(largestBytes);
});

it.each(forbidden)('holds nothing of %s', (name) => {
  expect(modules.filter((path) => path.includes(`node_modules/${name}/`))).toEqual([]);
});

it.each(['src/usecases/', 'src/adapters/', 'src/config/', 'activities/', 'api/'])(
  'holds nothing of %s',
  (folder) => {
    expect(modules.filter((path) => path.startsWith(folder))).toEqual([]);
  },
);

it.each(Object.values(workflowTypes))(
  'holds the workflow %s, which the launcher starts by this name',
  (name) => {
    expect(code).toContain(name);
  },
);
