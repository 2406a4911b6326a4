import { z } from 'zod';

const formats = [
  'pairwise',
  'query-anchored-with-identities',
  'query-anchored-no-identities',
  'flat-query-anchored-with-identities',
  'flat-query-anchored-no-identities',
  'xml',
  'tabular',
  'tabular-with-comments',
  'seqalign-text',
  'seqalign-binary',
  'csv',
  'asn1',
  'seqalign-json',
  'multi-file-blast-json',
  'multi-file-blast-xml2',
  'single-file-blast-json',
  'single-file-blast-xml2',
  'sam',
  'organism-report',
] as const;

const columns = (
  'qseqid qgi qacc qaccver qlen sseqid sallseqid sgi sallgi sacc saccver sallacc slen qstart qend sstart send ' +
  'qseq sseq evalue bitscore score length pident nident mismatch positive gapopen gaps ppos frames qframe sframe ' +
  'btop staxid staxids sscinames scomnames sblastnames sskingdoms ssciname scomname sblastname sskingdom ' +
  'stitle salltitles sstrand qcovs qcovhsp qcovus std SQ SR'
).split(' ');

/** The `blastConfig` of a report job, as details show it; `{}` is a pairwise report. */
export const reportConfigSchema = z
  .strictObject({
    formatType: z.enum(formats),
    formatFields: z.array(z.enum(columns)),
    showGIs: z.boolean(),
    parseDefLines: z.boolean(),
    numDescriptions: z.int().min(0),
    numAlignments: z.int().min(0),
    lineLength: z.int().min(1),
    sortHits: z.enum([
      'by-evalue',
      'by-bit-score',
      'by-total-score',
      'by-percent-identity',
      'by-query-coverage',
    ]),
    sortHSPs: z.enum([
      'by-hsp-evalue',
      'by-hsp-score',
      'by-hsp-query-start',
      'by-hsp-percent-identity',
      'by-hsp-subject-start',
    ]),
    maxTargetSequences: z.int().min(1),
  })
  .partial();
