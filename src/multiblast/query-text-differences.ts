/** One point in which the checks of a query differ from those of Multi-Blast 2.0. */
export interface QueryTextDifference {
  readonly what: string;
  readonly upstream: string;
  readonly here: string;
  readonly reason: string;
}

/** Where BLAST+ 2.12.0 and the documented rules part, what it accepts is accepted, except the rule for first lines. */
export const queryTextDifferences: readonly QueryTextDifference[] = [
  {
    what: 'J and O in proteins',
    upstream: 'refused',
    here: 'accepted',
    reason: 'BLAST+ reads them without a warning and scores O as X',
  },
  {
    what: 'proteins for psiblast, deltablast and rpsblast',
    upstream: 'checked as nucleotides, so most are refused',
    here: 'checked as proteins',
    reason: 'the alphabet follows the queries that the program takes',
  },
  {
    what: 'lines that begin with ";", "#" or "!"',
    upstream: 'refused as invalid characters',
    here: 'accepted as comments',
    reason: 'BLAST+ reads them so',
  },
  {
    what: 'dashes',
    upstream: 'count as residues in limits; a sequence of dashes only is not empty',
    here: 'are no residues',
    reason: 'BLAST+ drops them',
  },
  {
    what: 'too many dashes in a first line',
    upstream: 'refused, as later versions of the reader do',
    here: 'refused',
    reason: 'BLAST+ 2.12.0 refuses fewer of them: it does not count dashes in the rule',
  },
  {
    what: 'a first line that holds nothing but digits and white space',
    upstream: 'is the first line of the sequence',
    here: 'is passed over, as are comments and blank lines',
    reason: 'it holds nothing that could be too many dashes',
  },
  {
    what: 'a first sequence without a name among several',
    upstream: 'refused by 1.x, accepted by 2.0',
    here: 'refused',
    reason: 'its results could not be told from those of an unnamed query of its own',
  },
  {
    what: 'faults',
    upstream: 'the first only',
    here: 'all, up to 20; a protein sent as nucleotides is one fault, not one a letter',
    reason: 'whoever corrects a query wants to do so once',
  },
  {
    what: 'text that is not FASTA, NUL bytes, broken UTF-8, gap lines (">?")',
    upstream: 'read as sequence or passed to BLAST',
    here: 'refused with the format or the place',
    reason: 'BLAST+ would misread them in silence',
  },
];
