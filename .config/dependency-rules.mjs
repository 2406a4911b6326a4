/**
 * Who may import whom. One table for all passes of dependency-cruiser and for the planted faults that
 * test it (test/static/planted-import-faults.mjs holds one for every rule named here).
 */
import { builtinModules } from 'node:module';
import { nouns as nounFolders } from './nouns.mjs';

const nouns = `^src/(${nounFolders.join('|')})/`;
const impureSource = '^src/(usecases|adapters|config|cli)/';
const outerFolders = '^(workflows|activities|api|deploy|test)/';
const builtIns = builtinModules.filter((name) => !name.startsWith('_')).map((name) => `^(node:)?${name}$`);
const npm = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];
/** Matches the package itself, not one whose name begins with it. */
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})/`;
const pureLibraries = packages('zod', '@noble/hashes', 'canonicalize');

const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

/** First pass, over every import, type imports included: who may know whom. */
export const layeringRules = [
  forbid(
    'nouns-no-cycles',
    'Two files that need each other are one idea or miss a third file.',
    { path: nouns },
    { circular: true },
  ),
  forbid(
    'nouns-import-nouns-only',
    'The domain knows neither its use cases nor what runs them.',
    { path: nouns },
    { path: [impureSource, outerFolders] },
  ),
  forbid(
    'nouns-no-built-ins',
    'Nouns run inside workflows, where Node is absent.',
    { path: nouns },
    { dependencyTypes: ['core'] },
  ),
  forbid(
    'nouns-pure-libraries-only',
    'Nouns use no SDK: only zod, SHA-256 and RFC 8785 JSON.',
    { path: nouns },
    { dependencyTypes: npm, pathNot: pureLibraries },
  ),
  forbid(
    'usecases-import-nouns-only',
    'Use cases work on ports, whoever implements them and whoever calls.',
    { path: '^src/usecases/' },
    { path: ['^src/(adapters|config|cli)/', outerFolders] },
  ),
  forbid(
    'usecases-no-built-ins',
    'Time, randomness and I/O reach a use case through a port.',
    { path: '^src/usecases/' },
    { dependencyTypes: ['core'] },
  ),
  forbid(
    'usecases-pure-libraries-only',
    'Use cases use no SDK: that is what ports are for.',
    { path: '^src/usecases/' },
    { dependencyTypes: npm, pathNot: pureLibraries },
  ),
  forbid(
    'adapters-import-ports-and-nouns-only',
    'An adapter is given its settings and knows no caller.',
    { path: '^src/adapters/' },
    { path: ['^src/(usecases|config|cli)/', outerFolders] },
  ),
  forbid(
    'config-imports-nouns-only',
    'Settings are read before anything that uses them exists.',
    { path: '^src/config/' },
    { path: ['^src/(usecases|adapters|cli)/', outerFolders] },
  ),
  forbid(
    'cli-is-an-http-client',
    'The command line talks to the HTTP API, like any other client.',
    { path: '^src/cli/' },
    { path: ['^src/(usecases|adapters)/', outerFolders] },
  ),
  forbid(
    'workflows-import-nouns-only',
    'A workflow is pure and replayable; not even a type comes from what runs outside it.',
    { path: '^workflows/' },
    { path: [impureSource, '^(api|deploy|test)/'] },
  ),
  forbid(
    'workflows-import-activity-types-only',
    'Importing an activity for its value would pull its tools into the workflow bundle.',
    { path: '^workflows/' },
    { path: '^activities/', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'workflows-import-workflow-sdk-only',
    'Everything a workflow needs of Temporal is in @temporalio/workflow.',
    { path: '^workflows/' },
    { dependencyTypes: [...npm, 'core'], pathNot: packages('@temporalio/workflow') },
  ),
  forbid(
    'activities-import-nouns-and-usecases-only',
    'Activities are given their adapters; worker.ts, the composition root, makes them.',
    { path: '^activities/', pathNot: '^activities/worker\\.ts$' },
    { path: '^src/(adapters|config|cli)/' },
  ),
  forbid(
    'activities-know-no-caller',
    'The worker names its workflows by path; nothing else outside matters to it.',
    { path: '^activities/' },
    { path: ['^(api|workflows|deploy|test)/', '^src/cli/'] },
  ),
  forbid(
    'api-imports-nouns-and-usecases-only',
    'Operations are given their adapters; main.ts, the composition root, makes them.',
    { path: '^api/', pathNot: '^api/main\\.ts$' },
    { path: '^src/(adapters|config|cli)/' },
  ),
  forbid(
    'api-runs-no-job-itself',
    'The API starts workflows by name through a port.',
    { path: '^api/' },
    { path: ['^(workflows|activities|deploy|test)/', '^src/cli/'] },
  ),
  forbid(
    'embedded-starts-processes-only',
    'The embedded stack starts the other parts as processes; errors and ports are the language of the process adapter.',
    { path: '^deploy/embedded/' },
    {
      path: ['^src/', '^(workflows|activities|api|test)/'],
      pathNot: '^src/(config|adapters/process|errors|ports)/',
    },
  ),
  forbid(
    'composition-roots-are-entries',
    'A module that starts a process when it is imported is imported by nothing.',
    {},
    { path: '^(api/main|activities/worker|src/cli/main|deploy/embedded/(main|demo))\\.ts$' },
  ),
  forbid(
    'execa-in-process-adapter-only',
    'One place starts tools, so one place kills their process groups.',
    { pathNot: '^(src/adapters/process|test)/' },
    { path: packages('execa') },
  ),
  forbid(
    'stores-in-adapters-only',
    'State outside Temporal goes through two small ports.',
    { pathNot: '^(src/adapters|test)/' },
    { path: packages('mongodb', 'libsql', '@aws-sdk/[^/]+') },
  ),
  forbid(
    'sources-no-tests',
    'What is shipped does not need its tests.',
    { path: '^(src|workflows|activities|api|deploy)/' },
    { path: '^test/' },
  ),
  forbid(
    'sources-no-dev-dependencies',
    'A production install leaves development packages out.',
    { path: '^(src|workflows|activities|api|deploy)/' },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
  ),
  forbid(
    'no-unresolvable',
    'An import that leads nowhere fails when it runs.',
    {},
    { couldNotResolve: true },
  ),
];

/**
 * The nouns as folders, type imports included. Ports are left out: they speak of nouns, and nouns declare the
 * collections that a port keeps; `nouns-no-cycles` still holds for their files.
 */
export const nounRules = [
  {
    ...forbid(
      'nouns-acyclic',
      'The nouns of the domain build on each other in one direction.',
      {},
      { circular: true },
    ),
    scope: 'folder',
  },
];

/** Second pass, type imports left out: what the code of a workflow reaches when it runs. */
export const reachabilityRules = [
  forbid(
    'no-cycles',
    'Which of two modules runs first must not depend on who is imported first.',
    {},
    { circular: true },
  ),
  reach('workflows-reach-no-built-in', builtIns),
  reach('workflows-reach-no-zod', packages('zod')),
  reach('workflows-reach-no-execa', packages('execa')),
  reach('workflows-reach-no-mongodb', packages('mongodb')),
  reach('workflows-reach-no-aws-sdk', packages('@aws-sdk/[^/]+', '@smithy/[^/]+')),
  reach('workflows-reach-no-libsql', packages('libsql')),
  reach('workflows-reach-pure-source-only', [impureSource, '^(activities|api|deploy|test)/']),
];

function reach(name, path) {
  const comment = 'What a workflow reaches lands in its bundle, where it does not work or is not replayable.';
  return forbid(name, comment, { path: '^workflows/' }, { reachable: true, path });
}

const options = {
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '^(dist|data|coverage|test/fixtures)/' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
  },
};

export const layeringConfig = {
  forbidden: layeringRules,
  options: { ...options, tsPreCompilationDeps: true },
};

export const nounConfig = {
  forbidden: nounRules,
  options: { ...options, includeOnly: nouns, exclude: { path: '^src/ports/' }, tsPreCompilationDeps: true },
};

export const reachabilityConfig = {
  forbidden: reachabilityRules,
  options: { ...options, tsPreCompilationDeps: false },
};
