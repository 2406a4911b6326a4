import { matrixTable } from './option-gap-costs.ts';
import { int32Max, sharedRules, type OptionRule, type SharedOption } from './option-rule.ts';
import type { Program } from './program.ts';

/** Name without dash → rule, for one program. */
export type OptionRules = Readonly<Record<string, OptionRule>>;

const common = [
  'evalue',
  'max_target_seqs',
  'max_hsps',
  'qcov_hsp_perc',
  'dbsize',
  'searchsp',
  'soft_masking',
  'lcase_masking',
  'parse_deflines',
  'window_size',
  'xdrop_ungap',
] as const satisfies readonly SharedOption[];
const hitFilters = [
  'culling_limit',
  'best_hit_overhang',
  'best_hit_score_edge',
  'subject_besthit',
] as const satisfies readonly SharedOption[];
const taxonomy = ['taxids', 'negative_taxids'] as const;
const everywhere = [
  ...common,
  ...hitFilters,
  ...taxonomy,
  'query_loc',
  'db_soft_mask',
  'db_hard_mask',
] as const satisfies readonly SharedOption[];
const gapped = ['gapopen', 'gapextend', 'xdrop_gap', 'xdrop_gap_final', 'ungapped'] as const;
const proteinComparison = ['threshold', 'seg'] as const;
const translated = ['sum_stats', 'max_intron_length'] as const;

const positionSpecific = [
  ...common,
  ...hitFilters,
  ...taxonomy,
  'gapopen',
  'gapextend',
  'xdrop_gap',
  'xdrop_gap_final',
  'gap_trigger',
  ...proteinComparison,
  'comp_based_stats',
  'sum_stats',
  'use_sw_tback',
  'num_iterations',
  'pseudocount',
  'inclusion_ethresh',
] as const satisfies readonly SharedOption[];
const againstProfiles = [
  ...common,
  'query_loc',
  'xdrop_gap',
  'xdrop_gap_final',
  'seg',
  'sum_stats',
  'use_sw_tback',
] as const satisfies readonly SharedOption[];

const matrixNames = Object.keys(matrixTable);
/** BLAST+ 2.12.0: blastx and what makes profiles refuse IDENTITY. */
const matrixNamesButIdentity = matrixNames.filter((name) => name !== 'IDENTITY');

function rulesOf(names: readonly SharedOption[], own: OptionRules): OptionRules {
  return { ...Object.fromEntries(names.map((name) => [name, sharedRules[name]])), ...own };
}

function wordSize(min: number, max: number): OptionRules {
  return { word_size: { kind: 'integer', min, max } };
}

const profileMaking: OptionRules = {
  ...wordSize(2, 5),
  matrix: { kind: 'matrix', names: matrixNamesButIdentity },
};

/**
 * BLAST+ 2.12.0: `T` means 1 to what works with profiles, and `D` is what this program makes of it (to rpsblast and
 * rpstblastn 0, although their help says 1). They take 2 and 3 too, which their help does not list.
 */
function compositionChoice(d: '0' | '1'): OptionRule {
  return {
    kind: 'choice',
    values: { 0: '0', F: '0', f: '0', 1: '1', T: '1', t: '1', D: d, d, 2: '2', 3: '3' },
  };
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
    { ...wordSize(2, 7), matrix: { kind: 'matrix', names: matrixNamesButIdentity } },
  ),
  tblastn: rulesOf(
    [...everywhere, ...gapped, ...proteinComparison, ...translated, 'comp_based_stats', 'db_gencode'],
    { ...wordSize(2, 7), matrix: { kind: 'matrix', names: matrixNames } },
  ),
  tblastx: rulesOf(
    [...everywhere, ...proteinComparison, ...translated, 'strand', 'query_gencode', 'db_gencode'],
    { ...wordSize(2, 5), matrix: { kind: 'matrix', names: matrixNames } },
  ),
  psiblast: rulesOf([...positionSpecific, 'query_loc'], profileMaking),
  deltablast: rulesOf([...positionSpecific, 'domain_inclusion_ethresh', 'rpsdb'], {
    ...profileMaking,
    comp_based_stats: compositionChoice('1'),
  }),
  rpsblast: rulesOf([...againstProfiles, 'culling_limit', 'subject_besthit'], {
    comp_based_stats: compositionChoice('0'),
  }),
  rpstblastn: rulesOf([...againstProfiles, 'strand', 'query_gencode'], {
    comp_based_stats: compositionChoice('0'),
  }),
};
