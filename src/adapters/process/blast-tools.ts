import { PlatformError } from '../../errors/index.ts';
import type { ToolRun } from '../../job/provenance.ts';
import type { Command, CommandResult, CommandRunner } from '../../ports/command-runner.ts';
import { blastFailure } from './blast-exit-status.ts';
import { toolMissing, type ToolLocator } from './tool-locator.ts';

/** Runs the programs of BLAST+ in one fixed environment. */
export interface BlastTools {
  /** For example `2.12.0`, asked once for each program file. */
  version(tool: string): Promise<string>;
  /** Runs a tool to its end; its exit status is the caller's to judge. Files are named relative to the folder. */
  run(call: BlastCall): Promise<{ readonly result: CommandResult; readonly run: ToolRun }>;
}

export interface BlastCall {
  readonly tool: string;
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  /** Environment that changes the result and is recorded as such. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders in which `-db` finds names, separated by colons. */
  readonly databaseSearchPath?: string;
  readonly signal?: AbortSignal;
}

/**
 * No report to NCBI, no settings from a `.ncbirc` (one in the home folder may set `BLASTDB` and `BATCH_SIZE`; seen with
 * 2.12.0), and sequences from local databases only: a name that is not found must fail, not be asked of NCBI. Memory in
 * huge pages where the kernel has them: `blast_formatter` takes 5 to 6 % less time in formats 5 and 15 (2.12.0, glibc
 * 2.36), `blastp` the same.
 */
const fixedEnvironment = {
  BLAST_USAGE_REPORT: 'false',
  NCBI_DONT_USE_NCBIRC: '1',
  NCBI_DONT_USE_LOCAL_CONFIG: '1',
  NCBI_CONFIG__BLAST__DATA_LOADERS: 'blastdb',
  GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
} as const;

export function createBlastTools(options: BlastToolsOptions): BlastTools {
  const versions = new Map<string, Promise<string>>();
  const version = async (tool: string): Promise<string> => {
    const { path, identity } = await options.tools.locate(tool);
    const asked = versions.get(identity) ?? askVersion(options, tool, path);
    versions.set(identity, asked);
    asked.catch(() => versions.delete(identity));
    return await asked;
  };
  return {
    version,
    run: async (call) => {
      const { path: program } = await options.tools.locate(call.tool);
      const toolVersion = await version(call.tool);
      const { tool, argv, environment = {} } = call;
      const result = await runOrExplain(tool, () => options.runner.run(commandOf(call, program)));
      return { result, run: { tool, version: toolVersion, argv, environment, wallMs: result.wallMs } };
    },
  };
}

export interface BlastToolsOptions {
  readonly runner: CommandRunner;
  readonly tools: ToolLocator;
  /** Where a tool is started that needs no folder of its own. */
  readonly neutralDirectory: string;
}

function commandOf(call: BlastCall, program: string): Command {
  return {
    program,
    args: call.argv,
    workingDirectory: call.workingDirectory,
    environment: {
      ...fixedEnvironment,
      ...(call.databaseSearchPath === undefined ? {} : { BLASTDB: call.databaseSearchPath }),
      ...call.environment,
    },
    ...(call.signal === undefined ? {} : { signal: call.signal }),
  };
}

async function askVersion(options: BlastToolsOptions, tool: string, program: string): Promise<string> {
  const result = await options.runner.run({
    program,
    args: ['-version'],
    workingDirectory: options.neutralDirectory,
    environment: fixedEnvironment,
  });
  const found = /^\S+: (\d+\.\d+\.\d+)/m.exec(result.stdout)?.[1];
  if (result.exitCode === 0 && found !== undefined) return found;
  if (result.exitCode !== 0) throw blastFailure(tool, result);
  throw new PlatformError('TOOL_FAILED', `${tool} does not say its version.`, {
    details: { stdout: result.stdout },
  });
}

/** Between being found and being started a program may have been removed. */
async function runOrExplain(tool: string, run: () => Promise<CommandResult>): Promise<CommandResult> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'TOOL_MISSING') throw toolMissing(tool);
    throw error;
  }
}
