import { readFile } from 'node:fs/promises';
import { splittingRuleOf, type SplittingRule } from '../../src/search/exactness.ts';
import { programTable, type Program } from '../../src/search/program.ts';
import { makeProfileDatabase } from '../support/profile-databases.ts';
import { randomOptions } from './random-options.ts';
import { fixtureRecords, openReadingFrames, residuesOf } from './real-sequences.ts';
import { readQueries, ReportRig, type Search } from './report-rig.ts';
import { normalisedQuery, planOf } from './split-plan.ts';

interface Records {
  readonly protein: readonly string[];
  readonly nucleotide: readonly string[];
}

/** Random searches on real sequences, each run whole and as the product runs it: planned, in archives, rendered, merged. */
export class ExactnessRig {
  readonly #reports: ReportRig;
  readonly #queries: Records;

  private constructor(reports: ReportRig, queries: Records) {
    this.#reports = reports;
    this.#queries = queries;
  }

  static async create(): Promise<ExactnessRig> {
    const reports = await ReportRig.create();
    try {
      const [proteins, proteinQueries, genome, pieces] = await Promise.all([
        fixtureRecords('proteins/database.fasta'),
        fixtureRecords('proteins/query.fasta'),
        fixtureRecords('nucleotides/database.fasta'),
        fixtureRecords('nucleotides/query.fasta'),
      ]);
      await reports.makeDatabase('protein', 'prot', [...proteins, ...openReadingFrames(genome)].join(''));
      await reports.makeDatabase('nucleotide', 'nucl', genome.join(''));
      const common = { folder: reports.folder, relatives: 'protein', sources: proteinQueries.slice(0, 12) };
      await makeProfileDatabase({ ...common, name: 'profiles', kind: 'rps' });
      await makeProfileDatabase({ ...common, name: 'cdd_delta', kind: 'delta' });
      return new ExactnessRig(reports, {
        protein: [...proteinQueries, ...proteins.slice(0, 60), ...openReadingFrames(pieces)],
        nucleotide: pieces,
      });
    } catch (error) {
      await reports.remove();
      throw error;
    }
  }

  async remove(): Promise<void> {
    await this.#reports.remove();
  }

  /** A search by random options with its plan, and a format to see it in beside rows. */
  async randomSearch(
    program: Program,
    task: string,
    random: () => number,
  ): Promise<{ search: Search; outfmt: number }> {
    const { queryMolecule, databaseMolecule, hasTaskOption, excludedFormats, needsProfiles } =
      programTable[program];
    const { options, keepCase } = randomOptions(program, task, random);
    const rule = splittingRuleOf(program, task);
    const [isFast, isShort] = [task.endsWith('-fast'), task.endsWith('-short')];
    const all = shuffled(this.#queries[queryMolecule], random);
    const chosen = (isShort ? all.map((record) => pieceOf(record, random)) : all)
      .slice(0, isFast ? 8 : 20)
      .map((record) => (random() < 0.2 ? partlyLowerCase(record) : record));
    const mayBeLong = !isShort && !isFast && !('use_sw_tback' in options) && rule.batchSizeResidues <= 20_000;
    if (random() < 0.2 && mayBeLong)
      chosen.splice(Math.floor(random() * chosen.length), 0, inPieces(all, rule));
    const normalised = await normalisedQuery(program, chosen.join(''), keepCase);
    const queries = readQueries(normalised);
    const residues = queries.reduce((sum, { sequence }) => sum + sequence.length, 0);
    // The word table of a fast task takes a fifth of a second for each batch.
    const scale = isFast ? { chunks: 3, smallestBatch: 0.6 } : { chunks: 5, smallestBatch: 0.2 };
    const scaled = scaledDown(rule, residues, scale, random);
    // Their statistics are lost on the way through an archive, see `reportDifferences`.
    const losesStatistics = withProfiles.includes(program) || program === 'tblastx' || 'ungapped' in options;
    const formats = losesStatistics ? [7, 10] : [0, 5, 7, 10, 15, 16, 17];
    const possible = formats.filter((format) => !excludedFormats.includes(format));
    return {
      search: {
        program,
        database: needsProfiles ? 'profiles' : databaseMolecule,
        options: { ...(hasTaskOption ? { task } : {}), ...options },
        batchSize: scaled.batchSizeResidues,
        queries,
        chunks: (await planOf(normalised, scaled, options)).map(({ queryCount }) => queryCount),
      },
      outfmt: possible[Math.floor(random() * possible.length)] ?? 7,
    };
  }

  async both(search: Search, outfmt: string): Promise<{ whole: Buffer; inChunks: Buffer }> {
    return { whole: await this.whole(search, outfmt), inChunks: await this.inChunks(search, outfmt) };
  }

  async whole(search: Search, outfmt: string): Promise<Buffer> {
    return await this.#reports.direct(search, outfmt);
  }

  /** The archive of the whole search, of one process. */
  async archive(search: Search): Promise<Buffer> {
    const [archive] = await this.#reports.archives({ ...search, chunks: [search.queries.length] });
    return await readFile(archive?.path ?? '');
  }

  async inChunks(search: Search, outfmt: string): Promise<Buffer> {
    return await this.#reports.merged(search, await this.#reports.archives(search), outfmt);
  }
}

/** They search profiles, or make them. */
export const withProfiles: readonly Program[] = ['psiblast', 'deltablast', 'rpsblast', 'rpstblastn'];

/** 15 to 40 residues, what `-short` tasks are for: longer ones take minutes. */
function pieceOf(record: string, random: () => number): string {
  const residues = residuesOf(record);
  const from = Math.floor(random() * Math.max(1, residues.length - 40));
  return `${record.slice(0, record.indexOf('\n'))}\n${residues.slice(from, from + 15 + Math.floor(random() * 26))}\n`;
}

/** A sequence so long that BLAST+ searches its batch in pieces, whatever BATCH_SIZE: real ones behind each other. */
function inPieces(records: readonly string[], { batchSizeResidues }: SplittingRule): string {
  const joined = records.map(residuesOf).join('');
  return `>joined\n${joined.slice(0, Math.ceil(batchSizeResidues * 2.2))}\n`;
}

/** The rule with sizes that cut a small query into about so many chunks; a batch is smaller or larger than a chunk. */
function scaledDown(
  rule: SplittingRule,
  residues: number,
  { chunks, smallestBatch }: { readonly chunks: number; readonly smallestBatch: number },
  random: () => number,
): SplittingRule {
  const chunkResidues = Math.ceil(residues / chunks);
  const batchSizeResidues = Math.ceil(chunkResidues * (smallestBatch + (1.7 - smallestBatch) * random()));
  if (rule.cut === 'anywhere') return { ...rule, batchSizeResidues, chunkResidues };
  const batchesPerChunk = batchSizeResidues < chunkResidues && random() < 0.5 ? 2 : 1;
  return { ...rule, batchSizeResidues, chunkResidues: batchSizeResidues * batchesPerChunk };
}

function shuffled(records: readonly string[], random: () => number): string[] {
  return records
    .map((record) => ({ record, order: random() }))
    .sort((left, right) => left.order - right.order)
    .map(({ record }) => record);
}

function partlyLowerCase(record: string): string {
  const [defline = '', ...lines] = record.split('\n');
  return [defline, ...lines.map((line, index) => (index % 3 === 1 ? line.toLowerCase() : line))].join('\n');
}
