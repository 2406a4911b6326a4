import { sharedRules, type OptionRule } from '../search/option-rule.ts';
import { programs, type Program } from '../search/program.ts';

/** One JSON field of `blastConfig`, for the tools whose contract has it. */
export interface BlastField {
  readonly name: string;
  /** The option of BLAST+ that it becomes, without dash; its range is in the option table of the search core. */
  readonly option: string;
  readonly form: FieldForm;
  readonly tools: readonly Program[];
}

export type FilterRule = Extract<OptionRule, { readonly kind: 'filter' }>;

/**
 * How a value looks in JSON: `numericText` is a number in quotes, `bigInteger` a number or its digits in quotes, `range`
 * is `{start, stop}`, a filter is an object of a switch and the numbers of the filter, words stand for option values.
 */
export type FieldForm =
  | 'boolean'
  | 'integer'
  | 'number'
  | 'text'
  | 'numericText'
  | 'bigInteger'
  | 'range'
  | { readonly filter: FilterRule; readonly switches: readonly [shown: string, ...alsoRead: string[]] }
  | { readonly words: Readonly<Record<string, string>> };

const [n, p, x, tn, tx, psi, del, rps, rtn] = programs;
const allBut = (...left: readonly Program[]): Program[] => programs.filter((tool) => !left.includes(tool));
const proteinScored = [p, x, tn, tx, psi, del];
const gapped = [n, p, x, tn, psi, del];

const compositionWords = {
  none: '0',
  'comp-based-stats': '1',
  'comp-based-score-adjustment-conditional': '2',
  'comp-based-score-adjustment-unconditional': '3',
};
const fewerCompositionWords = { none: '0', 'comp-based-stats': '1' };
const profileCompositionWords = { simplified: '0', 'comp-based-stats': '1' };
const templateWords = { coding: 'coding', 'coding-and-optimal': 'coding_and_optimal', optimal: 'optimal' };

type Row = readonly [name: string, option: string, form: FieldForm, tools: readonly Program[]];

/** Source: the published contract of Multi-Blast 2.0. `tool` and `task` are not options, so they are not here. */
const rows: readonly Row[] = [
  ['queryLocation', 'query_loc', 'range', programs],
  ['eValue', 'evalue', 'numericText', programs],
  ['softMasking', 'soft_masking', 'boolean', programs],
  ['lowercaseMasking', 'lcase_masking', 'boolean', programs],
  ['parseDefLines', 'parse_deflines', 'boolean', programs],
  ['queryCoverageHSPPercent', 'qcov_hsp_perc', 'number', programs],
  ['maxHSPs', 'max_hsps', 'integer', programs],
  ['maxTargetSequences', 'max_target_seqs', 'integer', programs],
  ['dbSize', 'dbsize', 'bigInteger', programs],
  ['searchSpace', 'searchsp', 'bigInteger', programs],
  ['xDropoffUngapped', 'xdrop_ungap', 'number', programs],
  ['windowSize', 'window_size', 'integer', programs],
  ['strand', 'strand', 'text', [n, x, tx, rtn]],
  ['wordSize', 'word_size', 'integer', [n, ...proteinScored]],
  ['gapOpen', 'gapopen', 'integer', gapped],
  ['gapExtend', 'gapextend', 'integer', gapped],
  ['matrix', 'matrix', 'text', proteinScored],
  ['threshold', 'threshold', 'number', proteinScored],
  ['compBasedStats', 'comp_based_stats', { words: compositionWords }, [p, x, tn, psi]],
  ['compBasedStats', 'comp_based_stats', { words: fewerCompositionWords }, [del, rtn]],
  ['compBasedStats', 'comp_based_stats', { words: profileCompositionWords }, [rps]],
  ['seg', 'seg', { filter: sharedRules.seg, switches: ['enabled'] }, allBut(n)],
  // One published version of the contract has `enable` here.
  ['dust', 'dust', { filter: sharedRules.dust, switches: ['enabled', 'enable'] }, [n]],
  ['queryGenCode', 'query_gencode', 'integer', [x, tx, rtn]],
  ['dbGenCode', 'db_gencode', 'integer', [tn, tx]],
  ['maxIntronLength', 'max_intron_length', 'integer', [x, tn, tx]],
  ['dbSoftMask', 'db_soft_mask', 'text', [n, p, x, tn, tx]],
  ['dbHardMask', 'db_hard_mask', 'text', [n, p, x, tn, tx]],
  ['cullingLimit', 'culling_limit', 'integer', allBut(rtn)],
  ['bestHitOverhang', 'best_hit_overhang', 'number', allBut(rtn)],
  ['bestHitScoreEdge', 'best_hit_score_edge', 'number', allBut(rtn)],
  ['subjectBestHit', 'subject_besthit', 'boolean', allBut(rtn)],
  ['sumStats', 'sum_stats', 'boolean', allBut(p)],
  ['xDropoffPrelimGapped', 'xdrop_gap', 'number', programs],
  ['xDropoffFinalGapped', 'xdrop_gap_final', 'number', programs],
  ['ungappedOnly', 'ungapped', 'boolean', [n, p, x, tn, rtn]],
  ['useSWTraceback', 'use_sw_tback', 'boolean', [p, x, tn, psi, del, rps, rtn]],
  ['gapTrigger', 'gap_trigger', 'number', [psi, del]],
  ['penalty', 'penalty', 'integer', [n]],
  ['reward', 'reward', 'integer', [n]],
  ['percentIdentity', 'perc_identity', 'number', [n]],
  ['templateType', 'template_type', { words: templateWords }, [n]],
  ['templateLength', 'template_length', 'integer', [n]],
  ['useIndex', 'use_index', 'boolean', [n]],
  ['indexName', 'index_name', 'text', [n]],
  ['nonGreedy', 'no_greedy', 'boolean', [n]],
  ['minRawGappedScore', 'min_raw_gapped_score', 'integer', [n]],
  ['offDiagonalRange', 'off_diagonal_range', 'integer', [n]],
];

/** A name that means different words to different tools stands here more than once; no tool has it twice. */
export const blastFields: readonly BlastField[] = rows.map(([name, option, form, tools]) => ({
  name,
  option,
  form,
  tools,
}));

export function fieldsOf(program: Program): readonly BlastField[] {
  return blastFields.filter(({ tools }) => tools.includes(program));
}
