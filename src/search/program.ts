import { PlatformError } from '../errors/index.ts';
import type { MoleculeType } from '../database/database.ts';

/** Every program a search may name; {@link programTable} says what each one is. */
export const programs = [
  'blastn',
  'blastp',
  'blastx',
  'tblastn',
  'tblastx',
  'psiblast',
  'deltablast',
  'rpsblast',
  'rpstblastn',
] as const;
export type Program = (typeof programs)[number];

/** What a search by one program takes and can give. */
export interface ProgramEntry {
  readonly description: string;
  readonly queryMolecule: MoleculeType;
  readonly databaseMolecule: MoleculeType;
  /** Values of `-task`; a program without that option has one task, its own name. */
  readonly tasks: readonly [string, ...string[]];
  readonly defaultTask: string;
  readonly hasTaskOption: boolean;
  /** Output format numbers (0 to 18) that the program's results have no form in. */
  readonly excludedFormats: readonly number[];
  /** Searches profiles: the database must have them, see `Database.profiles`. */
  readonly needsProfiles?: true;
  /** Looks up domains in a second database: the option that names it, and its name when the option is absent. */
  readonly domainDatabase?: { readonly option: string; readonly defaultName: string };
}

/**
 * BLAST+ 2.12.0: SAM (17) exists for blastn alone; tblastx and what works with profiles know no `-task`; blastn's default
 * task is megablast.
 */
export const programTable: Readonly<Record<Program, ProgramEntry>> = {
  blastn: {
    description: 'Nucleotide query against a nucleotide database',
    queryMolecule: 'nucleotide',
    databaseMolecule: 'nucleotide',
    tasks: ['megablast', 'blastn', 'blastn-short', 'dc-megablast', 'rmblastn'],
    defaultTask: 'megablast',
    hasTaskOption: true,
    excludedFormats: [],
  },
  blastp: {
    description: 'Protein query against a protein database',
    queryMolecule: 'protein',
    databaseMolecule: 'protein',
    tasks: ['blastp', 'blastp-fast', 'blastp-short'],
    defaultTask: 'blastp',
    hasTaskOption: true,
    excludedFormats: [17],
  },
  blastx: {
    description: 'Translated nucleotide query against a protein database',
    queryMolecule: 'nucleotide',
    databaseMolecule: 'protein',
    tasks: ['blastx', 'blastx-fast'],
    defaultTask: 'blastx',
    hasTaskOption: true,
    excludedFormats: [17],
  },
  tblastn: {
    description: 'Protein query against a translated nucleotide database',
    queryMolecule: 'protein',
    databaseMolecule: 'nucleotide',
    tasks: ['tblastn', 'tblastn-fast'],
    defaultTask: 'tblastn',
    hasTaskOption: true,
    excludedFormats: [17],
  },
  tblastx: {
    description: 'Translated nucleotide query against a translated nucleotide database',
    queryMolecule: 'nucleotide',
    databaseMolecule: 'nucleotide',
    tasks: ['tblastx'],
    defaultTask: 'tblastx',
    hasTaskOption: false,
    excludedFormats: [17],
  },
  psiblast: {
    description: 'Protein query against a protein database, position-specific from the second round on',
    queryMolecule: 'protein',
    databaseMolecule: 'protein',
    tasks: ['psiblast'],
    defaultTask: 'psiblast',
    hasTaskOption: false,
    excludedFormats: [17],
  },
  deltablast: {
    description: 'Protein query against a protein database, with a profile from conserved domains',
    queryMolecule: 'protein',
    databaseMolecule: 'protein',
    tasks: ['deltablast'],
    defaultTask: 'deltablast',
    hasTaskOption: false,
    excludedFormats: [17],
    domainDatabase: { option: 'rpsdb', defaultName: 'cdd_delta' },
  },
  rpsblast: {
    description: 'Protein query against a database of profiles',
    queryMolecule: 'protein',
    databaseMolecule: 'protein',
    tasks: ['rpsblast'],
    defaultTask: 'rpsblast',
    hasTaskOption: false,
    excludedFormats: [17],
    needsProfiles: true,
  },
  rpstblastn: {
    description: 'Translated nucleotide query against a database of profiles',
    queryMolecule: 'nucleotide',
    databaseMolecule: 'protein',
    tasks: ['rpstblastn'],
    defaultTask: 'rpstblastn',
    hasTaskOption: false,
    excludedFormats: [17],
    needsProfiles: true,
  },
};

/** @throws PlatformError UNKNOWN_PROGRAM with the names that exist. Case counts, as for the tools themselves. */
export function parseProgram(name: string): Program {
  const program = programs.find((candidate) => candidate === name);
  if (program === undefined) {
    throw new PlatformError(
      'UNKNOWN_PROGRAM',
      `There is no such program. Use one of ${programs.join(', ')}.`,
      {
        location: { field: 'program' },
      },
    );
  }
  return program;
}
