/**
 * The ESLint configuration as a function of the folder it runs in, so that the planted faults of
 * test/static/planted-lint-faults.mjs are judged by the same rules in a temporary tree.
 */
import { builtinModules } from 'node:module';
import temporal from 'eslint-plugin-temporal';
import tsdoc from 'eslint-plugin-tsdoc';
import tseslint from 'typescript-eslint';
import {
  clockAndChance,
  environmentReads,
  executableImports,
  hiddenInputs,
  moduleState,
  timers,
} from './eslint-bans.mjs';
import { nouns as nounFolders } from './nouns.mjs';

const nouns = nounFolders.map((noun) => `src/${noun}/**/*.ts`);
const workflows = ['workflows/**/*.ts'];
const tests = ['test/**/*.ts'];
const scripts = ['**/*.mjs'];

/** @param root folder that holds tsconfig.json */
export function eslintConfig(root) {
  return tseslint.config(
    { ignores: ['dist/', 'data/', 'coverage/', 'node_modules/', 'test/fixtures/', 'test/replay/histories/'] },
    { linterOptions: { reportUnusedDisableDirectives: 'error' } },
    everySource(root),
    ...shippedSource(),
    pureSource(),
    ...workflowSource(),
    testSource(),
    scriptSource(),
  );
}

function everySource(root) {
  return {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { tsdoc },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // `import { type A }` alone would leave an import of the module behind, which then reaches the workflow bundle.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Passing on the reason of an abort is how a cancellation stays a cancellation.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true, allowRethrowing: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // Sequences are ASCII, so their letters are what a spread gives.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Would ask for the `!` that no-non-null-assertion forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/no-unused-vars': ['error', unusedVariables],
      // An async method of a port may need no await where its driver is synchronous: it still rejects instead of throwing.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'tsdoc/syntax': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
    },
  };
}

/** A leading underscore says that a name is there for its place only. */
const unusedVariables = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true };

/** `process.env` is read in one place, and tools are started in one place. */
function shippedSource() {
  const files = ['src/**/*.ts', 'workflows/**/*.ts', 'activities/**/*.ts', 'api/**/*.ts', 'deploy/**/*.ts'];
  return [
    {
      files,
      ignores: ['src/config/**', ...nouns, ...workflows],
      rules: {
        'no-restricted-properties': ['error', environmentReads],
        'no-restricted-imports': ['error', { paths: executableImports }],
      },
    },
    { files: ['src/adapters/process/**', 'deploy/embedded/**'], rules: { 'no-restricted-imports': 'off' } },
  ];
}

/** Nouns and workflows: the same input gives the same result, anywhere and at any time. */
function pureSource() {
  return {
    files: [...nouns, ...workflows],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: builtInPattern(), message: 'No Node here.' }] },
      ],
      'no-restricted-globals': ['error', ...hiddenInputs, ...timers],
      'no-restricted-properties': ['error', ...clockAndChance],
      'no-restricted-syntax': ['error', ...moduleState],
    },
  };
}

function builtInPattern() {
  const names = builtinModules.filter((name) => !name.startsWith('_') && !name.includes('/'));
  return `^(node:.*|(${names.join('|')})(/.*)?)$`;
}

/** eslint-plugin-temporal's strict preset, as far as it is about workflow files. */
function workflowSource() {
  const preset = Object.entries(temporal.configs.strict.rules).filter(([name]) =>
    /^temporal\/(workflow-|no-|task-)/.test(name),
  );
  return [
    {
      files: workflows,
      plugins: { temporal },
      rules: {
        ...Object.fromEntries(preset),
        // Asks for a dated comment beside each patch; the replay tests are what proves it.
        'temporal/workflow-replay-testing-required-comment': 'off',
      },
    },
    {
      files: workflows,
      ignores: ['workflows/**/*-workflow.ts'],
      // Takes every exported function for a workflow, so it is on where workflows are.
      rules: Object.fromEntries(signatureRules.map((rule) => [`temporal/${rule}`, 'off'])),
    },
  ];
}

const signatureRules = [
  'workflow-prefer-single-object-args',
  'workflow-no-nonserializable-types-in-payloads',
  'workflow-require-explicit-payload-types',
];

/** Tests may reach for loose types: JSON answers are `any`, and the assertion is the check. */
function testSource() {
  return {
    files: tests,
    rules: {
      'max-lines': ['error', { max: 600 }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  };
}

/** Scripts run before anything is installed or built, so they are plain JavaScript; the compiler does not see them. */
function scriptSource() {
  return {
    files: scripts,
    languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
    rules: {
      'no-unused-vars': ['error', unusedVariables],
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'no-unreachable': 'error',
      'no-constant-condition': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
    },
  };
}
