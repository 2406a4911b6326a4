import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SplittingRule } from '../../src/search/exactness.ts';
import { programTable, type Program } from '../../src/search/program.ts';
import { normalisedQuery, planOf } from './split-plan.ts';

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

/** The texts of the chunks that the plan makes of a search's query. */
export async function chunksOf(search: SplitSearch): Promise<string[]> {
  const text = Buffer.from(await normalised(search));
  const chunks = await planOf(text.toString(), search.rule, {});
  return chunks.map(({ startByte, endByte }) => text.subarray(startByte, endByte).toString());
}

const normalised = ({ program, fasta, args }: SplitSearch): Promise<string> =>
  normalisedQuery(program, fasta, args.includes('-lcase_masking'));
