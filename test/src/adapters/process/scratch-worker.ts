import { tmpdir } from 'node:os';
import { createCommandRunner } from '../../../../src/adapters/process/command-runner.ts';
import { createScratch } from '../../../../src/adapters/process/scratch.ts';

/** A worker of its own process, to be killed: runs one shell script in a scratch folder. */
const [directory = '', script = ''] = process.argv.slice(2);
const scratch = createScratch({ directory });
const runner = createCommandRunner({
  path: '/usr/bin:/bin',
  home: '/',
  temporaryDirectory: tmpdir(),
  recorder: scratch,
});
await scratch.withFolder((workingDirectory) =>
  runner.run({ program: 'sh', args: ['-c', script], workingDirectory }),
);
