import { reportFormats } from './format.ts';

/**
 * What a report made from archives may have otherwise than the output of a single tool process, in full. Everything
 * that is not listed is equal as the format table states; the oracle tests compare all the rest. Measured with BLAST+
 * 2.12.0.
 */
export interface ReportDifference {
  /** Formats that it touches. */
  readonly outfmts: readonly number[];
  /** What differs: names of elements or members, or a description. */
  readonly what: string;
  readonly reason: string;
  /** When it can happen at all; absent: always. */
  readonly when?: string;
}

const everyOutfmt = reportFormats.map(({ outfmt }) => outfmt);
/** Alignments name a query by its id, never by its defline. */
const withDeflines = everyOutfmt.filter((outfmt) => ![8, 9, 12].includes(outfmt));

export const reportDifferences: readonly ReportDifference[] = [
  {
    outfmts: [5, 13, 14, 15, 16],
    what: 'hsp-len and eff-space of a query (hsp_len, eff_space) are those of the first of its reader batch',
    reason:
      'an archive keeps one set of them; each query is given its own by the published formula, whose parameters BLAST computes from the composition of the query where a search is ungapped, and from profiles otherwise',
    when: 'the search is ungapped (tblastx, or the option ungapped), its gap costs are beyond all published ones, or it works with profiles (psiblast, deltablast, rpsblast, rpstblastn)',
  },
  {
    outfmts: [5, 13, 14, 15, 16],
    what: 'hsp-len and eff-space of a query are those of its length',
    reason:
      'the archive does not say that the tool found nothing of the query, or of its first frame, to search with',
    when: 'a query, or its first frame, is masked away or invalid in full',
  },
  {
    outfmts: [5, 13, 14, 15, 16],
    what: 'kappa, lambda and entropy of a query are -1',
    reason: 'the formatter looks for the gapped parameters only',
    when: 'the search is ungapped (tblastx, or the option ungapped), or by psiblast or deltablast',
  },
  {
    outfmts: [5, 13, 14, 15, 16],
    what: 'kappa of a query is that of the first query of a reader batch',
    reason: 'as for hsp-len: it follows from the composition of the query',
    when: 'the search is by rpsblast or rpstblastn',
  },
  {
    outfmts: [0, 1, 2, 3, 4],
    what: 'the Lambda, K, H lines with their heading “Gapped” and the effective search space after each query',
    reason:
      'as above, of a sequence that was searched with the query it came with, too; and the columns a, alpha and sigma are not kept in an archive at all',
  },
  {
    outfmts: [5, 13, 14, 15, 16],
    what: 'a warning in place of hits becomes “No hits found”',
    reason: 'archives do not keep warnings about single queries',
    when: 'a query is masked away or invalid in full',
  },
  {
    outfmts: [0, 1, 2, 3, 4, 6, 7, 10],
    what: 'no line “Search has CONVERGED!”',
    reason: 'archives do not keep it',
    when: 'the search is in rounds (num_iterations other than 1)',
  },
  {
    outfmts: [0, 1, 2, 3, 4],
    what: 'hits of a round are listed by E-value, not under two headings (“found again”, “not found previously”)',
    reason: 'the formatter looks at one round at a time',
    when: 'the search is in rounds',
  },
  {
    outfmts: [5, 13, 14, 15, 16],
    what: 'no message about the composition statistics of later rounds',
    reason: 'archives do not keep warnings',
    when: 'the search is in rounds',
  },
  {
    outfmts: [9],
    what: 'the program in the header of an alignment is psiblast (10), not deltablast (14)',
    reason: 'the formatter takes archives of deltablast for those of psiblast; formats of text are mended',
    when: 'the search is by deltablast',
  },
  {
    outfmts: [11],
    what: 'where one archive ends and the next begins, and with it the search statistics, which each archive has once',
    reason:
      'an archive is that of a chunk, not of a batch of the reader, or is cut from one; the formatter makes the same of all but for that',
  },
  {
    outfmts: [11],
    what: 'the formatter shows masked residues in other, equally wrong queries',
    reason:
      'it hands out the masks of an archive by position (see completeMasks), and these are the archives of the chunks',
    when: 'some queries of a chunk have masks and others have none',
  },
  {
    outfmts: [17],
    what: 'rows of equal place and score may come in another order',
    reason:
      'the formatter sorts the rows it is given, and they are those of a step and not of the whole query',
  },
  {
    outfmts: [17],
    what: '@PG has no CL',
    reason:
      'the formatter writes its own command line, with the name of a temporary file, in place of the search’s',
  },
  {
    outfmts: withDeflines,
    what: '# for each byte of a defline that is not printable ASCII',
    reason: 'archives hold ASCII text; a direct run in formats 5 and 16 ends with an error instead',
    when: 'a query has such a defline',
  },
  {
    outfmts: everyOutfmt,
    what: 'generated ids Query_1, Query_2… start anew in each chunk',
    reason: 'with ids taken from deflines a generated id looks like a name, so none is renumbered',
    when: 'the search parses deflines and a query has none',
  },
  {
    outfmts: [0, 1, 2, 3, 4],
    what: 'default limits of 500 descriptions and 250 alignments instead of 500 alignments',
    reason: 'a limit equal to the tool’s default is dropped from the canonical request',
    when: 'the search was asked for max_target_seqs 500 in so many words',
  },
];
