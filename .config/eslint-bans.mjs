/** What pure source may not use, with the sentence that says what to do instead. */

const through = (port) => `Nouns and workflows are pure: ${port}`;

/** Globals through which the surroundings would come in, or something would go out. */
export const hiddenInputs = [
  { name: 'globalThis', message: through('what it holds is banned by name as well.') },
  { name: 'process', message: through('settings are passed in.') },
  { name: 'Buffer', message: through('use Uint8Array.') },
  { name: 'crypto', message: through('digests come from @noble/hashes, random ids are passed in.') },
  { name: 'performance', message: through('time is passed in.') },
  { name: 'fetch', message: through('I/O belongs to an adapter.') },
  { name: 'console', message: through('return what there is to say.') },
];

export const timers = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: through('waiting is for a workflow, with sleep() or condition().'),
}));

export const clockAndChance = [
  { object: 'Date', property: 'now', message: through('time is passed in, or comes from an activity.') },
  { object: 'Math', property: 'random', message: through('choose by content, or take a seed.') },
];

/** Module-level state survives from one workflow to the next: contexts are reused. */
export const moduleState = [
  {
    selector:
      'Program > VariableDeclaration[kind!="const"], Program > ExportNamedDeclaration > VariableDeclaration[kind!="const"]',
    message: through('state lives in a value that is passed on, not in the module.'),
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: through('time is passed in, or comes from an activity.'),
  },
  {
    selector: 'CallExpression[callee.name="Date"]',
    message: through('time is passed in, or comes from an activity.'),
  },
];

export const environmentReads = {
  object: 'process',
  property: 'env',
  message: 'Only src/config reads the environment: take a value from loadConfig().',
};

export const executableImports = [
  { name: 'node:process', message: 'Use the global; its environment is read only in src/config.' },
  ...['execa', 'node:child_process', 'child_process'].map((name) => ({
    name,
    message: 'Only src/adapters/process starts tools: take a CommandRunner.',
  })),
];
