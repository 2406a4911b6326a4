import { matrixTable } from './option-gap-costs.ts';
import { int32Max, sharedRules, type OptionRule, type SharedOption } from './option-rule.ts';
import type { Program } from './program.ts';

/** Name without dash → rule, for one program. */
export type OptionRules = Readonly<Record<string, OptionRule>>;

const everywhere = [
  'evalue',
  'max_target_seqs',
  'max_hsps',
  'qcov_hsp_perc',
  'culling_limit',
  'best_hit_overhang',
  'best_hit_score_edge',
  'subject_besthit',
  'dbsize',
  'searchsp',
  'soft_masking',
  'lcase_masking',
  'parse_deflines',
  'query_loc',
  'taxids',
  'negative_taxids',
  'db_soft_mask',
  'db_hard_mask',
  'window_size',
  'xdrop_ungap',
] as const satisfies readonly SharedOption[];
const gapped = ['gapopen', 'gapextend', 'xdrop_gap', 'xdrop_gap_final', 'ungapped'] as const;
const proteinComparison = ['threshold', 'seg'] as const;
const translated = ['sum_stats', 'max_intron_length'] as const;

const matrixNames = Object.keys(matrixTable);
/** BLAST+ 2.12.0: blastx alone refuses IDENTITY. */
const blastxMatrixNames = matrixNames.filter((name) => name !== 'IDENTITY');

function rulesOf(names: readonly SharedOption[], own: OptionRules): OptionRules {
  return { ...Object.fromEntries(names.map((name) => [name, sharedRules[name]])), ...own };
}

function wordSize(min: number, max: number): OptionRules {
  return { word_size: { kind: 'integer', min, max } };
}

/**
 * Every option a search may carry, by program: an allow-list. What concerns files, threads, remote searches or output
 * is absent on purpose. Source: `-help` and the error messages of BLAST+ 2.12.0.
 */
export const optionTable: Readonly<Record<Program, OptionRules>> = {
  blastn: rulesOf(
    [
      ...everywhere,
      ...gapped,
      'strand',
      'sum_stats',
      'dust',
      'perc_identity',
      'no_greedy',
      'min_raw_gapped_score',
      'off_diagonal_range',
      'template_type',
      'template_length',
    ],
    {
      ...wordSize(4, int32Max),
      // Zero reward or penalty finds nothing or crashes the tool.
      reward: { kind: 'integer', min: 1, max: 100 },
      penalty: { kind: 'integer', min: -100, max: -1 },
      // blastn alone takes zero here, as "no extension beyond what scores".
      xdrop_ungap: { kind: 'real', min: 0, max: 1_000_000 },
    },
  ),
  blastp: rulesOf([...everywhere, ...gapped, ...proteinComparison, 'comp_based_stats', 'use_sw_tback'], {
    ...wordSize(2, 7),
    matrix: { kind: 'matrix', names: matrixNames },
  }),
  blastx: rulesOf(
    [
      ...everywhere,
      ...gapped,
      ...proteinComparison,
      ...translated,
      'comp_based_stats',
      'strand',
      'query_gencode',
    ],
    { ...wordSize(2, 7), matrix: { kind: 'matrix', names: blastxMatrixNames } },
  ),
  tblastn: rulesOf(
    [
      ...everywhere,
      ...gapped,
      ...proteinComparison,
      ...translated,
      'comp_based_stats',
      'use_sw_tback',
      'db_gencode',
    ],
    { ...wordSize(2, 7), matrix: { kind: 'matrix', names: matrixNames } },
  ),
  tblastx: rulesOf(
    [...everywhere, ...proteinComparison, ...translated, 'strand', 'query_gencode', 'db_gencode'],
    { ...wordSize(2, 5), matrix: { kind: 'matrix', names: matrixNames } },
  ),
};
