/**
 * Field specifiers of tabular reports (outfmt 6, 7 and 10) in the order of the manual page of BLAST+ 2.12.0. The tool
 * leaves out a name it does not know without a word, so the list is closed here.
 */
export const tabularFields = [
  'qseqid',
  'qgi',
  'qacc',
  'qaccver',
  'qlen',
  'sseqid',
  'sallseqid',
  'sgi',
  'sallgi',
  'sacc',
  'saccver',
  'sallacc',
  'slen',
  'qstart',
  'qend',
  'sstart',
  'send',
  'qseq',
  'sseq',
  'evalue',
  'bitscore',
  'score',
  'length',
  'pident',
  'nident',
  'mismatch',
  'positive',
  'gapopen',
  'gaps',
  'ppos',
  'frames',
  'qframe',
  'sframe',
  'btop',
  'staxid',
  'ssciname',
  'scomname',
  'sblastname',
  'sskingdom',
  'staxids',
  'sscinames',
  'scomnames',
  'sblastnames',
  'sskingdoms',
  'stitle',
  'salltitles',
  'sstrand',
  'qcovs',
  'qcovhsp',
  'qcovus',
] as const;

/** What `std` stands for, and what a tabular report has when no field is named. */
export const standardFields = [
  'qaccver',
  'saccver',
  'pident',
  'length',
  'mismatch',
  'gapopen',
  'qstart',
  'qend',
  'sstart',
  'send',
  'evalue',
  'bitscore',
] as const;

/** Outfmt 17: `SQ` adds sequence data, `SR` makes the subject the reference. */
export const samFields = ['SQ', 'SR'] as const;

/** Fields that show a query's name, and `Query_N` when it has none (measured with BLAST+ 2.12.0). */
export const queryNameFields: readonly string[] = ['qseqid', 'qacc', 'qaccver'];
