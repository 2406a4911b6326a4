import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { normaliseFasta } from '../../src/formats/fasta-normaliser.ts';
import { readSequenceSpans } from '../../src/formats/fasta-spans.ts';
import { cutterOf } from '../../src/search/cutter-of.ts';
import type { SplittingRule } from '../../src/search/exactness.ts';
import { planChunks } from '../../src/search/plan-chunks.ts';
import { programTable, type Program } from '../../src/search/program.ts';

const run = promisify(execFile);
const fixtures = join(import.meta.dirname, '../fixtures');

export interface SplitSearch {
  readonly program: Program;
  /** Arguments other than query, database and output. */
  readonly args: readonly string[];
  readonly fasta: string;
  readonly rule: SplittingRule;
}

/** BLAST+ over the fixtures' databases, in a folder of its own: a search whole, and in the chunks that the plan makes. */
export class SplitRig {
  readonly #folder: string;
  #files = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<SplitRig> {
    const rig = new SplitRig(await mkdtemp(join(tmpdir(), 'durablast-split-')));
    try {
      await rig.#makeDatabase('protein', 'prot');
      await rig.#makeDatabase('nucleotide', 'nucl');
      return rig;
    } catch (error) {
      await rig.remove();
      throw error;
    }
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The rows of one process over the whole query, with the rule's reader batch. */
  async whole(search: SplitSearch): Promise<string> {
    return await this.blast(search, await normalised(search), ['-outfmt', '6']);
  }

  /** The rows of one process for each chunk of the plan, joined in order. */
  async chunked(search: SplitSearch): Promise<{ rows: string; chunkCount: number }> {
    const pieces = await chunksOf(search);
    const rows: string[] = [];
    for (const piece of pieces) rows.push(await this.blast(search, piece, ['-outfmt', '6']));
    return { rows: rows.join(''), chunkCount: pieces.length };
  }

  async blast(
    { program, args, rule }: SplitSearch,
    fasta: string,
    output: readonly string[],
  ): Promise<string> {
    const query = `query-${this.#files++}.fasta`;
    await writeFile(join(this.#folder, query), fasta);
    const database = programTable[program].databaseMolecule;
    const { stdout } = await run(program, ['-db', database, '-query', query, ...args, ...output], {
      cwd: this.#folder,
      env: { ...process.env, BLAST_USAGE_REPORT: 'false', BATCH_SIZE: String(rule.batchSizeResidues) },
      maxBuffer: 1 << 28,
    });
    return stdout;
  }

  async #makeDatabase(name: 'protein' | 'nucleotide', type: 'prot' | 'nucl'): Promise<void> {
    const input = join(fixtures, `${name}s/database.fasta`);
    await run('makeblastdb', ['-in', input, '-dbtype', type, '-out', name], { cwd: this.#folder });
  }
}

/** The records of a fixture, each with its line ends as they are. */
export async function fixtureRecords(path: string): Promise<string[]> {
  const text = await readFile(join(fixtures, path), 'utf8');
  return text.split(/^(?=>)/m);
}

/** The texts of the chunks that the plan makes of a search's query. */
export async function chunksOf(search: SplitSearch): Promise<string[]> {
  const text = Buffer.from(await normalised(search));
  const spans = [];
  for await (const span of readSequenceSpans(once(text))) spans.push(span);
  const shape = {
    totalResidues: spans.reduce((sum, { residueCount }) => sum + residueCount, 0),
    longestResidues: Math.max(...spans.map(({ residueCount }) => residueCount)),
  };
  const rules = { cutter: cutterOf(search.rule, shape), chunkKeyOf: (digest: string) => digest };
  const pieces: string[] = [];
  for await (const { startByte, endByte } of planChunks(readSequenceSpans(once(text)), rules)) {
    pieces.push(text.subarray(startByte, endByte).toString());
  }
  return pieces;
}

async function normalised({ fasta, program, args }: SplitSearch): Promise<string> {
  const molecule = programTable[program].queryMolecule;
  const keepCase = args.includes('-lcase_masking');
  const pieces: Uint8Array[] = [];
  for await (const piece of normaliseFasta(once(Buffer.from(fasta)), { molecule, keepCase }).text)
    pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
