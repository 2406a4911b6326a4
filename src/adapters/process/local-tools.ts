import type { DatabaseBuilder, DatabaseCatalogue, SearchEngine } from '../../ports/index.ts';
import { createBlastDatabaseCatalogue } from '../filesystem/blast-database-catalogue.ts';
import { createCommandRunner } from './command-runner.ts';
import { limitCommands } from './limit-commands.ts';
import { createDatabaseBuilder } from './database-builder.ts';
import { createLocalSearchEngine } from './local-search-engine.ts';
import { createScratch, type Scratch } from './scratch.ts';
import { createToolLocator } from './tool-locator.ts';

export interface LocalToolsOptions {
  readonly databaseDirectory: string;
  readonly scratchDirectory: string;
  /** Absent: the programs are on `path`. */
  readonly blastDirectory?: string;
  /** PATH and HOME of the machine; nothing else of the environment reaches a tool. */
  readonly path: string;
  readonly home: string;
  /** Commands that may run at the same time. Default: no limit. */
  readonly slots?: number;
}

/** Everything that works with BLAST+ on this machine, joined together. */
export interface LocalTools {
  readonly scratch: Scratch;
  readonly catalogue: DatabaseCatalogue;
  readonly engine: SearchEngine;
  readonly builder: DatabaseBuilder;
}

export function createLocalTools(options: LocalToolsOptions): LocalTools {
  const { databaseDirectory, blastDirectory, path, home } = options;
  const scratch = createScratch({ directory: options.scratchDirectory });
  const commands = createCommandRunner({
    path,
    home,
    temporaryDirectory: options.scratchDirectory,
    recorder: scratch,
  });
  const runner = options.slots === undefined ? commands : limitCommands(commands, options.slots);
  const tools = createToolLocator({
    path,
    ...(blastDirectory !== undefined && { directory: blastDirectory }),
  });
  const catalogue = createBlastDatabaseCatalogue({ directory: databaseDirectory });
  return {
    scratch,
    catalogue,
    engine: createLocalSearchEngine({ runner, tools, catalogue, databaseDirectory }),
    builder: createDatabaseBuilder({ runner, tools, directory: databaseDirectory }),
  };
}
