#!/usr/bin/env node
import { loadClientConfig } from '../config/index.ts';
import { processTerminal } from './process-terminal.ts';
import { runCli } from './run-cli.ts';
import { up } from './up.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  loadConfig: () => loadClientConfig(),
  terminal: processTerminal(),
  up,
});
