import { PlatformError } from '../../src/errors/index.ts';
import { parseSearchOptions, type SearchOptions } from '../../src/search/canonical-options.ts';
import { optionTable } from '../../src/search/option-table.ts';
import type { Program } from '../../src/search/program.ts';

type Given = Readonly<Record<string, string | true>>;

/** Options that belong together: with this chance one of the choices is taken, as far as the program has its options. */
interface Group {
  readonly chance: number;
  /** Tasks that the group is for, where not for all. */
  readonly of?: RegExp;
  readonly choices: readonly Given[];
}

const one = (name: string, chance: number, ...values: (string | true)[]): Group => ({
  chance,
  choices: values.map((value) => ({ [name]: value })),
});

/** With the default threshold the table of neighbouring words takes minutes. */
const longWords: readonly Given[] = [
  { word_size: '5', threshold: '20' },
  { word_size: '6', threshold: '22' },
];

const groups: readonly Group[] = [
  one('evalue', 0.8, '1e-10', '0.01', '40', '200', '1000'),
  one('max_target_seqs', 0.5, '1', '2', '5', '50'),
  one('max_hsps', 0.2, '1', '2'),
  one('qcov_hsp_perc', 0.1, '20', '50.5'),
  one('perc_identity', 0.15, '80'),
  {
    chance: 0.3,
    choices: [
      { culling_limit: '2' },
      { subject_besthit: true },
      { best_hit_overhang: '0.1', best_hit_score_edge: '0.1' },
    ],
  },
  { chance: 0.2, choices: [{ dbsize: '5000000' }, { dbsize: '1000' }, { searchsp: '5000000000' }] },
  one('lcase_masking', 0.3, true),
  one('soft_masking', 0.2, 'true', 'false'),
  one('seg', 0.5, 'yes', 'no', '10 1.8 2.1'),
  one('dust', 0.5, 'yes', 'no', '30 50 2'),
  one('comp_based_stats', 0.5, '0', '1', '3'),
  {
    chance: 0.35,
    choices: [
      { matrix: 'BLOSUM80', gapopen: '10', gapextend: '1' },
      { matrix: 'BLOSUM45' },
      { matrix: 'PAM70' },
      { gapopen: '9', gapextend: '2' },
    ],
  },
  {
    chance: 0.35,
    choices: [
      { reward: '1', penalty: '-2' },
      { reward: '1', penalty: '-3' },
    ],
  },
  {
    chance: 0.3,
    of: /^(?!.*-fast)/,
    choices: [{ word_size: '2' }, { word_size: '3' }, { threshold: '11' }, { threshold: '14' }, ...longWords],
  },
  { chance: 0.2, of: /-fast$/, choices: longWords },
  { ...one('word_size', 0.2, '8', '11', '16'), of: /megablast$|^(rm)?blastn/ },
  one('window_size', 0.15, '0', '20', '40'),
  one('xdrop_ungap', 0.1, '5', '20'),
  one('xdrop_gap', 0.1, '10', '30'),
  one('xdrop_gap_final', 0.1, '30', '100'),
  { chance: 0.1, choices: [{ ungapped: true }, { ungapped: true, comp_based_stats: '0' }] },
  // Aligns every pair in full, which takes minutes with many of them.
  { chance: 0.05, choices: [{ use_sw_tback: true, evalue: '0.001' }] },
  one('sum_stats', 0.15, 'true', 'false'),
  one('max_intron_length', 0.15, '0', '1000'),
  one('strand', 0.3, 'plus', 'minus'),
  one('query_gencode', 0.2, '4', '11'),
  one('db_gencode', 0.2, '4', '11'),
  one('no_greedy', 0.15, true),
  one('min_raw_gapped_score', 0.1, '30'),
  one('gap_trigger', 0.1, '18'),
  one('domain_inclusion_ethresh', 0.1, '0.5'),
  one('off_diagonal_range', 0.1, '5'),
  {
    chance: 0.3,
    choices: [
      { template_type: 'coding', template_length: '18' },
      { template_type: 'optimal', template_length: '21' },
    ],
  },
];

/**
 * What is never drawn: a query with a range is not cut; the databases have neither taxa nor masks; with deflines parsed
 * blast_formatter sometimes ends with "DB contains no accession info" where the direct run does not; rounds, and what
 * matters between them, are searched query by query.
 */
const notDrawn = [
  ...['parse_deflines', 'query_loc', 'taxids', 'negative_taxids', 'db_soft_mask', 'db_hard_mask'],
  ...['num_iterations', 'pseudocount', 'inclusion_ethresh', 'rpsdb'],
];

/** Random options that the product takes; in canonical form. */
export function randomOptions(program: Program, task: string, random: () => number): SearchOptions {
  for (;;) {
    const given: Record<string, string | true> = {};
    for (const { chance, of, choices } of groups) {
      if (of?.test(task) === false) continue;
      const possible = choices.filter((choice) => Object.keys(choice).every((name) => has(program, name)));
      const choice = possible[Math.floor(random() * possible.length)];
      if (random() < chance) Object.assign(given, choice);
    }
    try {
      return parseSearchOptions(program, task, given);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
    }
  }
}

/** Options of a program that `randomOptions` neither draws nor leaves out on purpose. */
export function forgottenOptions(program: Program): string[] {
  const drawn = new Set(groups.flatMap(({ choices }) => choices.flatMap((choice) => Object.keys(choice))));
  return Object.keys(optionTable[program]).filter((name) => !drawn.has(name) && !notDrawn.includes(name));
}

/** A tblastn search of BLAST+ 2.12.0 with `-use_sw_tback` does not end. */
function has(program: Program, name: string): boolean {
  return name in optionTable[program] && !(program === 'tblastn' && name === 'use_sw_tback');
}
