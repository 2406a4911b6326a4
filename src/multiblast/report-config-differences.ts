/** One point in which a report configuration is read otherwise than by Multi-Blast 2.0. */
export interface ReportConfigDifference {
  readonly field: string;
  readonly upstream: string;
  readonly here: string;
  readonly reason: string;
}

/** BLAST+ 2.12.0 wins over the published table and over what the code of Multi-Blast checks. */
export const reportConfigDifferences: readonly ReportConfigDifference[] = [
  {
    field: 'numDescriptions',
    upstream: '0 or more by the document, 1 or more by the code',
    here: '0 or more',
    reason: 'the formatter takes 0',
  },
  {
    field: 'numAlignments',
    upstream: 'any format; 0 or more by the document, 1 or more by the code',
    here: 'any format; 0 in the formats 0 to 4 only; beyond them it is the same as maxTargetSequences, and shown so',
    reason: 'the formatter then limits hits by it, and shows none for 0',
  },
  {
    field: 'maxTargetSequences',
    upstream: '5 or more by the document, 1 or more by the code; exclusion of the other limits not enforced',
    here: '1 or more; excludes numDescriptions and numAlignments',
    reason: 'the formatter recommends 5 and takes 1; it refuses the two together',
  },
  {
    field: 'lineLength',
    upstream: 'incompatible with maxTargetSequences by the document',
    here: 'compatible',
    reason: 'the formatter takes both',
  },
  {
    field: 'formatFields',
    upstream: 'SQ and SR in tabular formats, tabular fields in SAM',
    here: 'refused; std too is tabular only',
    reason: 'the formatter ignores what does not belong to the format without a word',
  },
  {
    field: 'formatFields',
    upstream: 'passed on as they are',
    here: 'a field named twice counts once; an empty list is the default',
    reason: 'the report is the same',
  },
  {
    field: 'formatType',
    upstream: 'sam for every program',
    here: 'sam for blastn only',
    reason: 'the formatter fails for the others',
  },
  {
    field: 'lineLength',
    upstream: 'part of the id of the report whatever its value',
    here: '60 is the same as absent',
    reason: "it is the formatter's default",
  },
  {
    field: 'every field',
    upstream: 'null refused by the schema although it is the documented default of most',
    here: 'null is the same as absent',
    reason: 'clients send what the document calls the default',
  },
];
