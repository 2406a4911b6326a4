import type { DatabaseBuilder, DatabaseCatalogue, SearchEngine, SiteCatalogue } from '../../ports/index.ts';
import { createBlastDatabaseCatalogue } from '../filesystem/blast-database-catalogue.ts';
import { joinCatalogues } from '../filesystem/joined-catalogue.ts';
import { createSiteCatalogue } from '../filesystem/site-catalogue.ts';
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
  /** Absent: there are no sites. */
  readonly sitesDirectory?: string;
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
  readonly sites: SiteCatalogue;
  readonly engine: SearchEngine;
  readonly builder: DatabaseBuilder;
}

const noSites: SiteCatalogue = {
  targets: () => Promise.resolve([]),
  find: () => Promise.resolve(undefined),
};

export function createLocalTools(options: LocalToolsOptions): LocalTools {
  const { databaseDirectory, sitesDirectory, blastDirectory, path, home } = options;
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
  const folder = createBlastDatabaseCatalogue({ directory: databaseDirectory });
  const sites = sitesDirectory === undefined ? undefined : createSiteCatalogue({ directory: sitesDirectory });
  const catalogue = sites === undefined ? folder : joinCatalogues(folder, sites);
  const searchPath = [databaseDirectory, ...(sitesDirectory === undefined ? [] : [sitesDirectory])];
  return {
    floor,
    scratch,
    catalogue,
    sites: sites ?? noSites,
    engine: createLocalSearchEngine({ runner, tools, catalogue, databaseDirectories: searchPath }),
    builder: createDatabaseBuilder({ runner, tools, directory: databaseDirectory }),
  };
}
