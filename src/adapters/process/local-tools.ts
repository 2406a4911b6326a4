import type { DatabaseBuilder, DatabaseCatalogue, SearchEngine } from '../../ports/index.ts';
import { createBlastDatabaseCatalogue } from '../filesystem/blast-database-catalogue.ts';
import { createCommandRunner } from './command-runner.ts';
import { createDiskFloor, type DiskFloor } from './disk-floor.ts';
import { guardDisk } from './guard-disk.ts';
import { limitCommands } from './limit-commands.ts';
import { limitFileSize } from './limit-file-size.ts';
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
  /** Of the scratch folder's disk: with less, nothing is started. */
  readonly minFreeBytes: number;
  /** Of one file that a tool writes. */
  readonly maxFileBytes: number;
}

/** Everything that works with BLAST+ on this machine, joined together. */
export interface LocalTools {
  readonly floor: DiskFloor;
  readonly scratch: Scratch;
  readonly catalogue: DatabaseCatalogue;
  readonly engine: SearchEngine;
  readonly builder: DatabaseBuilder;
}

export function createLocalTools(options: LocalToolsOptions): LocalTools {
  const { databaseDirectory, blastDirectory, path, home } = options;
  const floor = createDiskFloor({
    directory: options.scratchDirectory,
    minFreeBytes: options.minFreeBytes,
  });
  const scratch = createScratch({ directory: options.scratchDirectory, floor });
  const commands = createCommandRunner({
    path,
    home,
    temporaryDirectory: options.scratchDirectory,
    recorder: scratch,
  });
  const guarded = guardDisk(limitFileSize(commands, options.maxFileBytes), floor);
  const runner = options.slots === undefined ? guarded : limitCommands(guarded, options.slots);
  const tools = createToolLocator({
    path,
    ...(blastDirectory !== undefined && { directory: blastDirectory }),
  });
  const catalogue = createBlastDatabaseCatalogue({ directory: databaseDirectory });
  return {
    floor,
    scratch,
    catalogue,
    engine: createLocalSearchEngine({ runner, tools, catalogue, databaseDirectory }),
    builder: createDatabaseBuilder({ runner, tools, directory: databaseDirectory }),
  };
}
