/** How a field of `blastConfig` is told to BLAST's formatter. */
export interface OptionField {
  /** Its name among the formatter options. */
  readonly option: string;
  /** Values by BLAST's number, from 0 on; without it the value is a number, or `true` for an option without value. */
  readonly words?: readonly string[];
  /** BLAST's own default, which is not passed on. */
  readonly default?: number;
}

export const optionFields = {
  showGIs: { option: 'show_gis' },
  numDescriptions: { option: 'num_descriptions' },
  numAlignments: { option: 'num_alignments' },
  lineLength: { option: 'line_length', default: 60 },
  sortHits: {
    option: 'sorthits',
    words: ['by-evalue', 'by-bit-score', 'by-total-score', 'by-percent-identity', 'by-query-coverage'],
  },
  sortHSPs: {
    option: 'sorthsps',
    words: [
      'by-hsp-evalue',
      'by-hsp-score',
      'by-hsp-query-start',
      'by-hsp-percent-identity',
      'by-hsp-subject-start',
    ],
  },
  maxTargetSequences: { option: 'max_target_seqs' },
  parseDefLines: { option: 'parse_deflines' },
} as const satisfies Readonly<Record<string, OptionField>>;

/** Every field of the `blastConfig` of a report job. */
export const reportConfigFields: readonly string[] = [
  'formatType',
  'formatFields',
  ...Object.keys(optionFields),
];
