import { once } from 'node:events';
import { loadConfig } from '../../src/config/index.ts';
import { runStack } from './run-stack.ts';

/** `npm start`: the stack until Ctrl-C. The one line on standard output says that it is ready, and where. */
process.exitCode = await runStack(
  () => loadConfig(),
  async ({ urls }, signal) => {
    console.log(`ready: API ${urls.api}  docs ${urls.docs}  Temporal UI ${urls.temporalUi}`);
    if (!signal.aborted) await once(signal, 'abort');
  },
);
