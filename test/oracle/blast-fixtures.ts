import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** Runs a BLAST+ tool with `BLASTDB` set to a folder, working in that folder. */
export async function blastTool(folder: string, tool: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execa(tool, args, {
    cwd: folder,
    env: { BLASTDB: folder, BLAST_USAGE_REPORT: 'false' },
  });
  return stdout;
}

const letters = { protein: 'ACDEFGHIKLMNPQRSTVWY', nucleotide: 'ACGT' } as const;

/** Random sequences, the same for the same seed. */
export function randomFasta(options: {
  readonly moleculeType: keyof typeof letters;
  readonly count: number;
  readonly length: number;
  readonly seed: number;
  readonly prefix?: string;
}): string {
  const alphabet = letters[options.moleculeType];
  let state = options.seed;
  const next = (): number => {
    // Park and Miller's generator.
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  const residue = (): string => alphabet.charAt(next() % alphabet.length);
  return Array.from({ length: options.count }, (_, index) => {
    const residues = Array.from({ length: options.length }, residue).join('');
    return `>${options.prefix ?? 's'}${index} sequence ${index}\n${residues}\n`;
  }).join('');
}

export interface MakeDatabase {
  readonly folder: string;
  readonly name: string;
  readonly moleculeType: 'protein' | 'nucleotide';
  readonly fasta: string;
  readonly title?: string;
  readonly formatVersion?: 4 | 5;
  readonly extraArgs?: readonly string[];
}

/** Makes a database with makeblastdb itself. */
export async function makeDatabase(database: MakeDatabase): Promise<void> {
  const input = join(database.folder, `${database.name}.input`);
  await writeFile(input, database.fasta);
  await blastTool(database.folder, 'makeblastdb', [
    ...['-in', `${database.name}.input`, '-out', database.name, '-title', database.title ?? database.name],
    ...['-dbtype', database.moleculeType === 'protein' ? 'prot' : 'nucl'],
    ...['-blastdb_version', String(database.formatVersion ?? 5), ...(database.extraArgs ?? [])],
  ]);
}
