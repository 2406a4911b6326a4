import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { PlatformError } from '../../errors/index.ts';

/** Finds the programs of BLAST+ on this machine. */
export interface ToolLocator {
  /** @throws PlatformError `TOOL_MISSING` that says how to install it */
  locate(tool: string): Promise<LocatedTool>;
}

export interface LocatedTool {
  readonly path: string;
  /** Changes when the program is replaced. */
  readonly identity: string;
}

/**
 * The names of a program, the preferred first: Debian calls rpsblast `rpsblast+`, and there `rpsblast` may be a stand-in
 * for the program of the older toolkit.
 */
export function toolNames(tool: string): readonly string[] {
  return tool === 'rpsblast' ? ['rpsblast+', 'rpsblast'] : [tool];
}

/**
 * Looks in the configured folder first, then along `path` (as in `PATH`); afterwards each time in the place where the
 * program was found, until it is gone from there.
 */
export function createToolLocator(options: {
  readonly directory?: string;
  readonly path: string;
}): ToolLocator {
  const folders = [
    ...(options.directory === undefined ? [] : [options.directory]),
    ...options.path.split(delimiter),
  ];
  const places = new Map<string, string>();
  return {
    locate: async (tool) => {
      const known = places.get(tool);
      const still = known === undefined ? undefined : await executable(known);
      if (still !== undefined) return still;
      const names = toolNames(tool);
      for (const folder of folders.filter((name) => name !== '')) {
        for (const name of names) {
          const found = await executable(join(folder, name));
          if (found === undefined) continue;
          places.set(tool, found.path);
          return found;
        }
      }
      throw toolMissing(tool);
    },
  };
}

export function toolMissing(tool: string): PlatformError {
  return new PlatformError(
    'TOOL_MISSING',
    `The program ${tool} is not installed on this server. Install BLAST+ (Debian and Ubuntu: apt-get install ncbi-blast+; ` +
      'conda: conda install -c bioconda blast; Homebrew: brew install blast) and try again.',
    { details: { tool } },
  );
}

async function executable(path: string): Promise<LocatedTool | undefined> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return undefined;
    await access(path, constants.X_OK);
    return { path, identity: `${path}:${facts.ino}:${facts.size}:${facts.mtimeMs}` };
  } catch {
    return undefined;
  }
}
