import { resolve } from 'node:path';
import { aliasOfVolume, extensionLetter } from '../../database/database-files.ts';
import { isDatabaseName } from '../../database/database-name.ts';
import { describeDatabase, taxonIndexesOf, type DatabaseNode } from '../../database/database-tree.ts';
import type { Database, MoleculeType } from '../../database/database.ts';
import { canonicalJson, digestOf } from '../../job/keys.ts';
import type { DatabaseCatalogue } from '../../ports/database-catalogue.ts';
import {
  createDatabaseMemos,
  startLook,
  type DatabaseLook,
  type FolderListing,
} from './blast-database-look.ts';
import { readDatabase } from './blast-database-reader.ts';
import { ChangedWhileReading } from './blast-database-stamps.ts';
import { hasErrno } from '../../errors/error-code.ts';

/** A database that is left out of the catalogue, and why, in words for whoever looks after the folder. */
export interface DatabaseProblem {
  readonly name: string;
  readonly reason: string;
}

export interface BlastDatabaseCatalogue extends DatabaseCatalogue {
  problems(): Promise<readonly DatabaseProblem[]>;
}

/** How often a look at files that change under it is begun anew before the database counts as being replaced. */
const attempts = 5;

/** Databases that are read at once when all are listed. */
const parallelReads = 4;

/** Where BLAST+ 2.12.0 looks for the names of taxa: beside its databases. */
const taxonNameFiles = ['taxdb.btd', 'taxdb.bti'];

const moleculeTypes: readonly MoleculeType[] = ['protein', 'nucleotide'];

/** Faults of the folder that need its keeper; any other system error says nothing about the database. */
const unreadable = ['EACCES', 'EPERM', 'EISDIR', 'ELOOP'];

type Finding =
  { readonly database: Database; readonly node: DatabaseNode } | { readonly problem: DatabaseProblem };

/**
 * The BLAST databases of one folder (not of its subfolders: `BLASTDB` knows none), read from their own files: formats 4
 * and 5, volumes, alias files. Volumes are listed as part of the alias that joins them. Each call compares the files'
 * stamps and reads what changed, so that a new or replaced database is seen at once; a folder that is not there is empty.
 */
export function createBlastDatabaseCatalogue(options: {
  readonly directory: string;
}): BlastDatabaseCatalogue {
  const directory = resolve(options.directory);
  const memos = createDatabaseMemos();
  const find = async (name: string): Promise<Finding | undefined> =>
    await steadily(
      async () => {
        const look = startLook(memos);
        const types = typesOf(name, await look.listing(directory));
        return types.length === 0 ? undefined : await examine(directory, name, types, look);
      },
      { problem: { name, reason: 'Its files are being replaced; it will be back when they are complete.' } },
    );
  const survey = async (): Promise<Finding[]> => {
    const listing = await startLook(memos).listing(directory);
    const names = [...listing.keys()].filter((name) => typesOf(name, listing).length > 0).sort();
    const findings: Finding[] = [];
    for (let start = 0; start < names.length; start += parallelReads) {
      const found = await Promise.all(names.slice(start, start + parallelReads).map(find));
      findings.push(...found.filter((finding) => finding !== undefined));
    }
    return findings;
  };
  return {
    list: async () =>
      (await survey()).flatMap((finding) => ('database' in finding ? [finding.database] : [])),
    get: async (name) => {
      const finding = isDatabaseName(name) ? await find(name) : undefined;
      return finding !== undefined && 'database' in finding ? finding.database : undefined;
    },
    findTaxids: async (name, taxids) =>
      await steadily<readonly number[]>(async () => {
        const finding = isDatabaseName(name) ? await find(name) : undefined;
        if (finding === undefined || !('node' in finding)) return [];
        const indexes = new Set(taxonIndexesOf(finding.node).filter((index) => index !== undefined));
        const found = await Promise.all([...indexes].map((index) => index.find(taxids)));
        return taxids.filter((taxid) => found.some((held) => held.includes(taxid)));
      }, []),
    taxonNames: async () =>
      await steadily(async () => {
        const files = taxonNameFiles.map((file) => memos.digests.get(resolve(directory, file)));
        const digests = (await Promise.all(files)).map((file) => file?.value);
        return digests.includes(undefined) ? undefined : digestOf(canonicalJson(digests));
      }, undefined),
    problems: async () =>
      (await survey()).flatMap((finding) => ('problem' in finding ? [finding.problem] : [])),
  };
}

/** The molecule types of which a name is a database of its own. */
function typesOf(name: string, listing: FolderListing): MoleculeType[] {
  const extensions = listing.get(name);
  const joint = listing.get(aliasOfVolume(name) ?? '');
  return moleculeTypes.filter((type) => {
    const letter = extensionLetter[type];
    const present = extensions?.has(`${letter}in`) === true || extensions?.has(`${letter}al`) === true;
    return present && joint?.has(`${letter}al`) !== true;
  });
}

async function examine(
  folder: string,
  name: string,
  types: readonly MoleculeType[],
  look: DatabaseLook,
): Promise<Finding> {
  const problem = (reason: string): Finding => ({ problem: { name, reason } });
  const [type] = types;
  if (!isDatabaseName(name)) {
    return problem(
      'Its name must be 1 to 64 letters, digits, ".", "_" or "-", beginning with a letter or digit.',
    );
  }
  if (type === undefined || types.length > 1) {
    return problem('A protein and a nucleotide database have this name; rename one of them.');
  }
  try {
    const node = await readDatabase({ folder, name, moleculeType: type, look });
    await look.confirm();
    return { database: describeDatabase(name, node), node };
  } catch (error) {
    const reason = faultOf(error);
    if (reason === undefined) throw error;
    await look.confirm();
    return problem(`It cannot be used: ${reason}.`);
  }
}

function faultOf(error: unknown): string | undefined {
  if (error instanceof SyntaxError) return error.message;
  return hasErrno(error, ...unreadable) ? 'its files may not be read' : undefined;
}

/** Looks again when files change meanwhile; `otherwise` is the answer while they go on changing. */
async function steadily<T>(look: () => Promise<T>, otherwise: T): Promise<T> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof ChangedWhileReading)) throw error;
    }
  }
  return otherwise;
}
