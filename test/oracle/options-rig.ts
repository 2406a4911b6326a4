import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createToolLocator } from '../../src/adapters/process/tool-locator.ts';
import { programTable, type Program } from '../../src/search/program.ts';

import { makeProfileDatabase } from '../support/profile-databases.ts';

export interface ToolRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const codons: Readonly<Record<string, string>> = {
  A: 'GCT',
  R: 'CGT',
  N: 'AAT',
  D: 'GAT',
  C: 'TGT',
  Q: 'CAA',
  E: 'GAA',
  G: 'GGT',
  H: 'CAT',
  I: 'ATT',
  L: 'CTG',
  K: 'AAA',
  M: 'ATG',
  F: 'TTT',
  P: 'CCG',
  S: 'TCT',
  T: 'ACT',
  W: 'TGG',
  Y: 'TAT',
  V: 'GTT',
};

/**
 * The real tools on tiny databases in a folder of their own: `protein`; `nucleotide`, which holds real bases and
 * reverse-translated proteins so that every program finds something; `profiles`, and deltablast's `cdd_delta`.
 */
export class OptionsRig {
  static databaseOf(program: Program): string {
    const { needsProfiles, databaseMolecule } = programTable[program];
    return needsProfiles ? 'profiles' : databaseMolecule;
  }

  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<OptionsRig> {
    const rig = new OptionsRig(await mkdtemp(join(tmpdir(), 'durablast-options-')));
    try {
      await rig.#fill();
    } catch (error) {
      await rig.remove();
      throw error;
    }
    return rig;
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Runs a search with these arguments after database and query. @throws when it takes longer than 40 s */
  async search(program: Program, argv: readonly string[]): Promise<ToolRun> {
    const { queryMolecule } = programTable[program];
    return await this.#run(program, ['-query', `${queryMolecule}-query.fasta`, ...argv]);
  }

  async #fill(): Promise<void> {
    const [proteins, proteinQueries, bases, baseQueries] = await Promise.all([
      records('proteins/database.fasta'),
      records('proteins/query.fasta'),
      records('nucleotides/database.fasta'),
      records('nucleotides/query.fasta'),
    ]);
    const reversed = proteins
      .slice(0, 30)
      .map(([defline, sequence]) => [`${defline} reversed`, dna(sequence)] as const);
    const nearProtein = proteinQueries.slice(0, 2);
    const nearBases = nearProtein.map(
      ([defline, sequence]) => [defline, dna(sequence.slice(0, 200))] as const,
    );
    await this.#database('protein', 'prot', proteins.slice(0, 60));
    await this.#database('nucleotide', 'nucl', [...reversed, ...bases.slice(0, 3)]);
    const sources = [...nearProtein, ...proteins.slice(0, 3)].map(fastaOf);
    const profiles = { folder: this.#folder, relatives: 'protein', sources } as const;
    await makeProfileDatabase({ ...profiles, name: 'profiles', kind: 'rps' });
    await makeProfileDatabase({ ...profiles, name: 'cdd_delta', kind: 'delta' });
    await this.#write('protein-query', nearProtein);
    await this.#write('nucleotide-query', [...nearBases, ...baseQueries.slice(0, 2)]);
  }

  async #database(name: string, type: string, fasta: readonly FastaRecord[]): Promise<void> {
    await this.#write(name, fasta);
    const built = await this.#run('makeblastdb', ['-in', `${name}.fasta`, '-dbtype', type, '-out', name]);
    if (built.exitCode !== 0) throw new Error(built.stderr);
  }

  async #write(name: string, fasta: readonly FastaRecord[]): Promise<void> {
    await writeFile(join(this.#folder, `${name}.fasta`), fasta.map(fastaOf).join(''));
  }

  async #run(command: string, argv: readonly string[]): Promise<ToolRun> {
    const env = { PATH: process.env['PATH'], BLASTDB: this.#folder, BLAST_USAGE_REPORT: 'false' };
    const { path } = await createToolLocator({ path: process.env['PATH'] ?? '' }).locate(command);
    const child = spawn(path, argv, { cwd: this.#folder, env, timeout: 40_000, killSignal: 'SIGKILL' });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        if (signal === 'SIGKILL') reject(new Error(`${command} ${argv.join(' ')} took too long`));
        else resolve({ exitCode: code ?? -1, ...output });
      });
    });
  }
}

type FastaRecord = readonly [defline: string, sequence: string];

const fastaOf = ([defline, sequence]: FastaRecord): string => `>${defline}\n${sequence}\n`;

async function records(path: string): Promise<FastaRecord[]> {
  const text = await readFile(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');
  return text
    .split(/^>/m)
    .slice(1)
    .map((record) => {
      const [defline = '', ...lines] = record.split('\n');
      return [defline, lines.join('')];
    });
}

function dna(protein: string): string {
  return Array.from(protein, (residue) => codons[residue] ?? 'NNN').join('');
}

/** Does the work on every item, two at a time, and gives the results in order. */
export async function twoAtATime<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, item] = next;
      results[index] = await work(item);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}
