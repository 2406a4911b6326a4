/** What values one option takes. Bounds are inclusive unless the name says otherwise. */
export type OptionRule =
  | { readonly kind: 'flag' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'integerSet'; readonly ranges: readonly (readonly [first: number, last: number])[] }
  | { readonly kind: 'int64' }
  | RealRule
  | { readonly kind: 'choice'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'matrix'; readonly names: readonly string[] }
  | { readonly kind: 'filter'; readonly yes: string; readonly fields: readonly FilterField[] }
  | { readonly kind: 'location' }
  | { readonly kind: 'taxids' }
  | { readonly kind: 'identifier' }
  | { readonly kind: 'database' };

export interface RealRule {
  readonly kind: 'real';
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  readonly below?: number;
}

/** One of the numbers of a low-complexity filter such as `12 2.2 2.5`. */
export interface FilterField {
  readonly name: string;
  readonly whole: boolean;
  readonly min: number;
  readonly max: number;
}

/** Largest value of the tools' 32-bit integer options. */
export const int32Max = 2_147_483_647;

const flag: OptionRule = { kind: 'flag' };
const boolean: OptionRule = { kind: 'boolean' };
const count: OptionRule = { kind: 'integer', min: 1, max: int32Max };
const percent: OptionRule = { kind: 'real', min: 0, max: 100 };
const bestHit: OptionRule = { kind: 'real', above: 0, below: 0.5 };
const identifier: OptionRule = { kind: 'identifier' };
const taxids: OptionRule = { kind: 'taxids' };
const upToMillion: OptionRule = { kind: 'integer', min: 0, max: 1_000_000 };
const geneticCode: OptionRule = {
  kind: 'integerSet',
  ranges: [
    [1, 6],
    [9, 16],
    [21, 31],
    [33, 33],
  ],
};
/** Cut-offs in bits; the tools take negative ones too and then treat them as they please. */
const dropOff: OptionRule = { kind: 'real', min: 0, max: 1_000_000 };
const positiveDropOff: OptionRule = { kind: 'real', above: 0, max: 1_000_000 };
const choiceOf = (...values: string[]): OptionRule => ({
  kind: 'choice',
  values: Object.fromEntries(values.map((value) => [value, value])),
});

/** Options that mean the same in several programs. Source: `-help` of BLAST+ 2.12.0. */
export const sharedRules = {
  evalue: { kind: 'real', above: 0 },
  max_target_seqs: count,
  max_hsps: count,
  qcov_hsp_perc: percent,
  perc_identity: percent,
  culling_limit: upToMillion,
  best_hit_overhang: bestHit,
  best_hit_score_edge: bestHit,
  subject_besthit: flag,
  dbsize: { kind: 'int64' },
  searchsp: { kind: 'int64' },
  soft_masking: boolean,
  lcase_masking: flag,
  parse_deflines: flag,
  query_loc: { kind: 'location' },
  taxids,
  negative_taxids: taxids,
  db_soft_mask: identifier,
  db_hard_mask: identifier,
  window_size: upToMillion,
  xdrop_ungap: positiveDropOff,
  xdrop_gap: dropOff,
  xdrop_gap_final: dropOff,
  gapopen: { kind: 'integer', min: 0, max: 32_767 },
  gapextend: { kind: 'integer', min: 0, max: 32_767 },
  ungapped: flag,
  use_sw_tback: flag,
  sum_stats: boolean,
  max_intron_length: { kind: 'integer', min: 0, max: int32Max },
  threshold: { kind: 'real', above: 0, max: 1_000_000 },
  strand: choiceOf('both', 'minus', 'plus'),
  query_gencode: geneticCode,
  db_gencode: geneticCode,
  comp_based_stats: {
    kind: 'choice',
    values: { 0: '0', F: '0', f: '0', 1: '1', 2: '2', T: '2', t: '2', D: '2', d: '2', 3: '3' },
  },
  seg: {
    kind: 'filter',
    yes: '12 2.2 2.5',
    fields: [
      { name: 'window', whole: true, min: 1, max: int32Max },
      { name: 'locut', whole: false, min: 0, max: 1_000 },
      { name: 'hicut', whole: false, min: 0, max: 1_000 },
    ],
  },
  // BLAST+ takes anything here and silently uses 20, 64 and 1 in place of what lies outside these bounds.
  dust: {
    kind: 'filter',
    yes: '20 64 1',
    fields: [
      { name: 'level', whole: true, min: 2, max: 64 },
      { name: 'window', whole: true, min: 8, max: 64 },
      { name: 'linker', whole: true, min: 1, max: 32 },
    ],
  },
  gap_trigger: dropOff,
  num_iterations: { kind: 'integer', min: 0, max: int32Max },
  pseudocount: { kind: 'integer', min: 0, max: int32Max },
  inclusion_ethresh: { kind: 'real', above: 0 },
  domain_inclusion_ethresh: { kind: 'real', above: 0 },
  rpsdb: { kind: 'database' },
  no_greedy: flag,
  min_raw_gapped_score: { kind: 'integer', min: 0, max: int32Max },
  off_diagonal_range: upToMillion,
  template_type: choiceOf('coding', 'coding_and_optimal', 'optimal'),
  template_length: choiceOf('16', '18', '21'),
} as const satisfies Record<string, OptionRule>;

export type SharedOption = keyof typeof sharedRules;
