import { cruise } from 'dependency-cruiser';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  layeringConfig,
  layeringRules,
  nounConfig,
  nounRules,
  reachabilityConfig,
  reachabilityRules,
} from '../../.config/dependency-rules.mjs';
import { nouns } from '../../.config/nouns.mjs';
import { withTemporaryTree } from './temporary-tree.mjs';

const folders = ['src', 'workflows', 'activities', 'api', 'deploy', 'test'];

/** Rule → files with an import that it has to find, as `importer → specifier`. Every rule has at least one. */
const layeringFaults = {
  'nouns-no-cycles': ['src/formats/a.ts → type ./b.ts'],
  'nouns-import-nouns-only': [
    'src/search/f1.ts → ../usecases/target.ts',
    'src/report/f1.ts → ../adapters/s3/target.ts',
    'src/track/f1.ts → ../config/target.ts',
    'src/database/f1.ts → ../cli/target.ts',
    'src/job/f1.ts → ../../workflows/target.ts',
    'src/account/f1.ts → ../../activities/target.ts',
    'src/multiblast/f1.ts → ../../api/target.ts',
    'src/formats/f1.ts → ../../api/target.ts',
    'src/errors/f1.ts → ../../deploy/embedded/target.ts',
    'src/ports/f1.ts → type ../adapters/s3/target.ts',
  ],
  'nouns-no-built-ins': [
    'src/search/f2.ts → node:fs',
    'src/ports/f2.ts → type node:stream',
    'src/job/f2.ts → fs',
  ],
  'nouns-pure-libraries-only': ['src/search/f3.ts → mongodb', 'src/job/f3.ts → type @temporalio/client'],
  'usecases-import-nouns-only': [
    'src/usecases/f1.ts → ../adapters/s3/target.ts',
    'src/usecases/f2.ts → ../config/target.ts',
    'src/usecases/f3.ts → type ../../workflows/target.ts',
    'src/usecases/f4.ts → ../../activities/target.ts',
    'src/usecases/f5.ts → ../../api/target.ts',
  ],
  'usecases-no-built-ins': ['src/usecases/f6.ts → node:crypto'],
  'usecases-pure-libraries-only': ['src/usecases/f7.ts → hono'],
  'adapters-import-ports-and-nouns-only': [
    'src/adapters/s3/f1.ts → ../../config/target.ts',
    'src/adapters/s3/f2.ts → type ../../usecases/target.ts',
    'src/adapters/s3/f3.ts → ../../../api/target.ts',
    'src/adapters/s3/f4.ts → ../../../workflows/target.ts',
    'src/adapters/s3/f5.ts → ../../../activities/target.ts',
  ],
  'config-imports-nouns-only': [
    'src/config/f1.ts → ../adapters/s3/target.ts',
    'src/config/f2.ts → ../../api/target.ts',
  ],
  'cli-is-an-http-client': [
    'src/cli/f1.ts → ../adapters/s3/target.ts',
    'src/cli/f2.ts → ../usecases/target.ts',
    'src/cli/f3.ts → ../../api/target.ts',
  ],
  'workflows-import-nouns-only': [
    'workflows/f1.ts → ../src/usecases/target.ts',
    'workflows/f2.ts → ../src/config/target.ts',
    'workflows/f3.ts → type ../src/adapters/s3/target.ts',
    'workflows/f4.ts → ../api/target.ts',
  ],
  'workflows-import-activity-types-only': ['workflows/f5.ts → ../activities/target.ts'],
  'workflows-import-workflow-sdk-only': [
    'workflows/f6.ts → @temporalio/client',
    'workflows/f7.ts → type node:fs',
  ],
  'activities-import-nouns-and-usecases-only': [
    'activities/search/f1.ts → ../../src/adapters/s3/target.ts',
    'activities/search/f2.ts → ../../src/config/target.ts',
  ],
  'activities-know-no-caller': [
    'activities/f1.ts → ../api/target.ts',
    'activities/worker.ts → ../workflows/target.ts',
  ],
  'api-imports-nouns-and-usecases-only': [
    'api/jobs/f1.ts → ../../src/adapters/s3/target.ts',
    'api/app.ts → ../src/config/target.ts',
  ],
  'api-runs-no-job-itself': [
    'api/f1.ts → type ../workflows/target.ts',
    'api/main.ts → ../activities/target.ts',
  ],
  'embedded-starts-processes-only': [
    'deploy/embedded/f1.ts → ../../src/usecases/target.ts',
    'deploy/embedded/f2.ts → ../../src/adapters/s3/target.ts',
    'deploy/embedded/f3.ts → ../../api/target.ts',
  ],
  'composition-roots-are-entries': [
    'test/f1.test.ts → ../api/main.ts',
    'test/f2.test.ts → ../activities/worker.ts',
  ],
  'execa-in-process-adapter-only': ['src/adapters/s3/f6.ts → execa', 'activities/f2.ts → type execa'],
  'stores-in-adapters-only': [
    'api/f2.ts → mongodb',
    'activities/f3.ts → @aws-sdk/client-s3',
    'src/config/f3.ts → libsql',
  ],
  'sources-no-tests': ['src/cli/f4.ts → ../../test/support/target.ts'],
  'sources-no-dev-dependencies': ['src/config/f4.ts → fast-check', 'api/f3.ts → not-in-package-json'],
  'no-unresolvable': ['src/config/f5.ts → ./absent.ts'],
};

/** No two files need each other here, but two folders do: the rest of the cycle is in `nounTree`. */
const nounFaults = { 'nouns-acyclic': ['src/search → src/report'] };

/** In the second pass the import is always found behind a noun, where the first pass does not see it as a workflow's. */
const reachabilityFaults = {
  'no-cycles': ['src/usecases/a.ts → ./b.ts'],
  'workflows-reach-no-built-in': ['src/search/reached-built-in.ts → node:fs'],
  'workflows-reach-no-zod': ['src/search/reached-zod.ts → zod'],
  'workflows-reach-no-execa': ['src/search/reached-execa.ts → execa'],
  'workflows-reach-no-mongodb': ['src/search/reached-mongodb.ts → mongodb'],
  'workflows-reach-no-aws-sdk': ['src/search/reached-aws.ts → @aws-sdk/client-s3'],
  'workflows-reach-no-libsql': ['src/search/reached-libsql.ts → libsql'],
  'workflows-reach-pure-source-only': ['src/search/reached-source.ts → ../config/target.ts'],
};

/** What the rules must leave alone. */
const allowed = [
  'src/search/ok.ts → ../errors/target.ts',
  'src/search/ok3.ts → ../ports/target.ts',
  'src/ports/ok.ts → ../search/target.ts',
  'src/search/ok2.ts → zod',
  'src/usecases/ok2.ts → ./ok3.ts',
  'src/usecases/ok3.ts → type ./ok2.ts',
  'src/job/ok.ts → @noble/hashes',
  'src/usecases/ok.ts → ../ports/target.ts',
  'src/adapters/s3/ok.ts → ../../ports/target.ts',
  'src/adapters/s3/ok2.ts → @aws-sdk/client-s3',
  'src/adapters/process/ok.ts → execa',
  'src/cli/ok.ts → ../config/target.ts',
  'workflows/ok.ts → @temporalio/workflow',
  'workflows/ok2.ts → type ../activities/target.ts',
  'workflows/ok3.ts → ../src/track/target.ts',
  'workflows/ok4.ts → type ../src/search/ok2.ts',
  'activities/ok.ts → ../src/usecases/target.ts',
  'api/ok.ts → ../src/usecases/target.ts',
  'deploy/embedded/ok.ts → ../../src/config/target.ts',
  'deploy/embedded/ok2.ts → ../../src/adapters/process/target.ts',
  'test/ok.test.ts → ../src/adapters/s3/target.ts',
];

/** Lays out all faults, runs both passes with the real rules, and yields one check per planted import. */
export async function plantedImportFaults() {
  const [layering, nounCycles, reachability, clean] = await Promise.all([
    withTemporaryTree(layeringTree(), (folder) => violations(folder, layeringConfig)),
    withTemporaryTree(nounTree, (folder) => violations(folder, nounConfig)),
    withTemporaryTree(reachabilityTree(), (folder) => violations(folder, reachabilityConfig)),
    withTemporaryTree(tree(allowed), async (folder) => [
      ...(await violations(folder, layeringConfig)),
      ...(await violations(folder, nounConfig)),
      ...(await violations(folder, reachabilityConfig)),
    ]),
  ]);
  return [
    ...findings(layeringFaults, layering),
    ...findings(nounFaults, nounCycles),
    ...findings(reachabilityFaults, reachability),
    ...uncovered(layeringRules, layeringFaults),
    ...uncovered(nounRules, nounFaults),
    ...uncovered(reachabilityRules, reachabilityFaults),
    {
      name: 'import rules leave allowed imports alone',
      problem:
        clean.length === 0
          ? undefined
          : clean.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`).join('\n'),
    },
  ];
}

function findings(faults, found) {
  return Object.entries(faults).flatMap(([rule, imports]) =>
    imports.map((planted) => {
      const [from] = planted.split(' → ');
      const there = found
        .filter((violation) => violation.files.includes(from))
        .map((violation) => violation.rule);
      return {
        name: `${rule} finds ${planted}`,
        problem: there.includes(rule) ? undefined : `reported there: ${there.join(', ') || 'nothing'}`,
      };
    }),
  );
}

function uncovered(rules, faults) {
  return rules
    .filter(({ name }) => !(name in faults))
    .map(({ name }) => ({ name: `${name} has a planted fault`, problem: 'none is listed' }));
}

async function violations(folder, { forbidden, options }) {
  const present = folders.filter((name) => existsSync(join(folder, name)));
  const { output } = await cruise(present, {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
  });
  return output.summary.violations.map(({ rule, from, to, via }) => ({
    rule: rule.name,
    from,
    to,
    files: [from, ...(via ?? []).map(({ name }) => name)],
  }));
}

function layeringTree() {
  return { ...tree(Object.values(layeringFaults).flat()), 'src/formats/b.ts': "import './a.ts';\n" };
}

const nounTree = {
  'src/search/to-report.ts':
    "import type { Leaf } from '../report/leaf.ts';\nexport const a = (b: Leaf): Leaf => b;\n",
  'src/report/leaf.ts': 'export type Leaf = 1;\n',
  'src/report/to-search.ts': "import '../search/leaf.ts';\n",
  'src/search/leaf.ts': 'export const leaf = 1;\n',
};

function reachabilityTree() {
  const files = tree(Object.values(reachabilityFaults).flat());
  const reached = Object.keys(files).filter((path) => path.startsWith('src/search/reached'));
  return {
    ...files,
    'src/usecases/b.ts': "import './a.ts';\n",
    'workflows/entry.ts': reached.map((path) => `import '../${path}';\n`).join(''),
  };
}

/** Files that hold the imports, the modules they lead to, and a stand-in for every package. */
function tree(imports) {
  const files = {};
  for (const folder of targetFolders)
    files[`${folder}/target.ts`] = 'export interface T {\n  a: 1;\n}\nexport const t = 1;\n';
  for (const name of packages) {
    files[`node_modules/${name}/package.json`] = JSON.stringify({
      name,
      version: '1.0.0',
      main: 'dist/index.js',
    });
    files[`node_modules/${name}/dist/index.js`] = 'module.exports = {};\n';
  }
  for (const planted of imports) {
    const [path, target] = planted.split(' → ');
    files[path] = target.startsWith('type ')
      ? `import type { T } from '${target.slice(5)}';\nexport const a = (t: T): T => t;\n`
      : `import * as a from '${target}';\nexport const b = a;\n`;
  }
  return files;
}

const targetFolders = [
  ...nouns.map((noun) => `src/${noun}`),
  ...['usecases', 'adapters/s3', 'adapters/process', 'config', 'cli'].map((name) => `src/${name}`),
  ...['workflows', 'activities', 'api', 'deploy/embedded', 'test/support'],
];

const packages = [
  ...['zod', 'execa', 'mongodb', 'libsql', 'hono', 'fast-check', 'not-in-package-json', '@noble/hashes'],
  ...['@aws-sdk/client-s3', '@temporalio/workflow', '@temporalio/client'],
];
