import { tabularFields } from '../../src/report/fields.ts';
import type { SplittingRule } from '../../src/search/exactness.ts';
import type { CanonicalOptions } from '../../src/search/options.ts';
import { programTable, type Program } from '../../src/search/program.ts';
import { splittingRuleForNew } from '../../src/search/splitting-of-search.ts';
import { ExactnessRig } from './exactness-rig.ts';
import { twoAtATime } from './options-rig.ts';
import { readQueries, type Query, type Search } from './report-rig.ts';
import { planOf } from './split-plan.ts';

/** Everything a table can show. */
const outfmt = `6 ${tabularFields.join(' ')}`;
const scope = { site: 'DemoDB', targets: [{ displayName: 'Demo', file: 'Demo' }] };

/** Searches as a query with children makes them: whole and in chunks, and each of its sequences alone. */
export class ChildrenRig {
  readonly #rig: ExactnessRig;

  private constructor(rig: ExactnessRig) {
    this.#rig = rig;
  }

  static async create(): Promise<ChildrenRig> {
    return new ChildrenRig(await ExactnessRig.create());
  }

  async remove(): Promise<void> {
    await this.#rig.remove();
  }

  /**
   * Random options and real sequences: one of them twice, and without a name, a short one, and one of which most programs
   * search nothing. With `manyRows` the E-value is huge: what neighbours change are rows of chance.
   */
  async randomSearch(
    program: Program,
    task: string,
    random: () => number,
    manyRows: boolean,
  ): Promise<Search> {
    const { search } = await this.#rig.randomSearch(program, task, random);
    const few = search.queries.slice(0, task.endsWith('-fast') ? 1 : 2);
    const [first] = few;
    if (first === undefined) throw new Error('a search has queries');
    const short = { defline: 'short', sequence: first.sequence.slice(0, 30) };
    // Full alignments of so many pairs take minutes.
    const isHuge = manyRows && !('use_sw_tback' in search.options);
    const chosen = { ...search, options: { ...search.options, ...(isHuge && { evalue: '1000' }) } };
    return await planned(chosen, task, [...few, nothing, first, short, { ...first, defline: '' }]);
  }

  async searchOf(program: Program, options: CanonicalOptions, fasta: string): Promise<Search> {
    const database = programTable[program].databaseMolecule;
    const search = { program, database, options, batchSize: 0, queries: [], chunks: [] };
    return await planned(search, options['task'] ?? programTable[program].defaultTask, readQueries(fasta));
  }

  /** The table of the whole query as the product makes it. */
  async parent(search: Search): Promise<string> {
    return (await this.#rig.inChunks(search, outfmt)).toString('latin1');
  }

  /** The tables of its sequences as jobs of their own, behind each other, with the numbers of the whole query. */
  async children({ queries, ...search }: Search): Promise<string> {
    const task = search.options['task'] ?? programTable[search.program].defaultTask;
    const tables = await twoAtATime([...queries.entries()], async ([index, query]) => {
      const alone = await this.parent(await planned({ ...search, queries: [] }, task, [query]));
      return alone.replaceAll(/\bQuery_1\b/g, `Query_${String(index + 1)}`);
    });
    return tables.join('');
  }
}

/** Unknown bases, or a run of asparagine. */
const nothing: Query = { defline: '', sequence: 'N'.repeat(40) };

/** The search with these queries, in the batches and chunks of the product but for smaller chunks. */
async function planned(search: Search, task: string, queries: readonly Query[]): Promise<Search> {
  const { program, options } = search;
  const lengths = queries.map(({ sequence }) => sequence.length);
  const rule = splittingRuleForNew(
    { program, task, options, scope },
    { longestResidues: Math.max(...lengths) },
  );
  const fasta = queries.map(({ defline, sequence }) => `>${defline}\n${sequence}\n`).join('');
  const chunks = await planOf(fasta, smaller(rule, lengths), options);
  return {
    ...search,
    queries,
    batchSize: rule.batchSizeResidues,
    chunks: chunks.map(({ queryCount }) => queryCount),
  };
}

function smaller(rule: SplittingRule, lengths: readonly number[]): SplittingRule {
  const sum = lengths.reduce((total, length) => total + length, 0);
  return { ...rule, chunkResidues: Math.min(rule.chunkResidues, Math.ceil(sum / 3)), isEven: true };
}
