import type { SplittingRule } from '../../src/search/exactness.ts';
import type { Program } from '../../src/search/program.ts';
import type { SplitSearch } from './split-rig.ts';

type Choice = readonly (readonly string[])[];

/** What a program's random searches are made of: one choice from each list. */
const shared: readonly Choice[] = [
  [['-evalue', '1e-10'], ['-evalue', '0.01'], [], ['-evalue', '40'], ['-evalue', '200']],
  [[], ['-max_target_seqs', '1'], ['-max_target_seqs', '5'], ['-max_target_seqs', '50']],
  [
    [],
    [],
    ['-max_hsps', '1'],
    ['-culling_limit', '2'],
    ['-best_hit_overhang', '0.1', '-best_hit_score_edge', '0.1'],
  ],
  [[], [], ['-lcase_masking'], ['-soft_masking', 'true']],
];
const proteinLike: readonly Choice[] = [
  [[], ['-seg', 'yes'], ['-seg', 'no'], ['-seg', '10 1.8 2.1']],
  [[], ['-comp_based_stats', '0'], ['-comp_based_stats', '1'], ['-comp_based_stats', '3']],
  [
    [],
    [],
    ['-matrix', 'BLOSUM80', '-gapopen', '10', '-gapextend', '1'],
    ['-gapopen', '9', '-gapextend', '2'],
  ],
];
const wordsOfThree: Choice = [[], [], ['-word_size', '2'], ['-threshold', '14'], ['-window_size', '20']];
const nucleotideLike: readonly Choice[] = [
  [[], ['-dust', 'no'], ['-dust', '20 64 1']],
  [[], ['-strand', 'plus'], ['-strand', 'minus']],
  [[], [], ['-perc_identity', '90'], ['-xdrop_gap', '20']],
];
const translated: Choice = [[], [], ['-query_gencode', '11'], ['-query_gencode', '4']];
const strands: Choice = [[], [], ['-strand', 'plus']];

const choices: Readonly<Record<string, readonly Choice[]>> = {
  blastp: [...shared, ...proteinLike, wordsOfThree],
  'blastp-fast': [...shared, ...proteinLike],
  blastx: [...shared, ...proteinLike, wordsOfThree, translated, strands],
  tblastn: [...shared, ...proteinLike, wordsOfThree, [[], ['-db_gencode', '11']]],
  tblastx: [...shared, [[], ['-seg', 'no'], ['-seg', 'yes']], translated, strands],
  blastn: [...shared, ...nucleotideLike, [[], ['-word_size', '7'], ['-reward', '1', '-penalty', '-2']]],
  megablast: [...shared, ...nucleotideLike, [[], ['-word_size', '16'], ['-reward', '1', '-penalty', '-3']]],
};

/**
 * A random search of a program and task: part of the records in random order, some residues in lower case, random
 * options. The rule's cut is the one given; its sizes are scaled down so that a small query gives several chunks.
 */
export function randomSearch(
  random: () => number,
  target: { readonly program: Program; readonly task: string; readonly rule: SplittingRule },
  records: readonly string[],
  scale: { readonly queries: number; readonly chunkResidues: number },
): SplitSearch {
  const { program, task, rule } = target;
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const options = (choices[task] ?? []).flatMap((list) => pick(list) ?? []);
  const chosen = records
    .map((record) => ({ record, order: random() }))
    .sort((left, right) => left.order - right.order)
    .slice(0, scale.queries)
    .map(({ record }) => (random() < 0.2 ? partlyLowerCase(record) : record));
  const batchSizeResidues = Math.ceil(scale.chunkResidues * (0.2 + 1.5 * random()));
  const chunkResidues =
    rule.cut === 'anywhere' ? scale.chunkResidues : batchSizeResidues * (random() < 0.3 ? 2 : 1);
  return {
    program,
    args: [...(program === 'tblastx' ? [] : ['-task', task]), ...options],
    fasta: chosen.join(''),
    rule: { ...rule, batchSizeResidues, chunkResidues },
  };
}

/** Pseudo-random numbers in [0, 1) from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function partlyLowerCase(record: string): string {
  const [defline = '', ...lines] = record.split('\n');
  return [defline, ...lines.map((line, index) => (index % 3 === 1 ? line.toLowerCase() : line))].join('\n');
}
