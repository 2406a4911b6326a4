import { emptyMask } from './complete-masks.ts';
import { bytesOf, LineFinder } from './line-bytes.ts';
import { statisticsShape, type StatisticsShape } from './statistics-lines.ts';

/** Where the lines of a document format lie. BLAST+ 2.12.0 puts each on a line of its own, with fixed indentation. */
export interface DocumentShape {
  /** Line that ends what comes before the first query. */
  readonly opening: Uint8Array;
  /** Line that begins what comes after the last query. */
  readonly closing: Uint8Array;
  /** What stands between two queries. */
  readonly separator: Uint8Array;
  /** How the line with a query's id begins: it is indented more where queries are searched in rounds. */
  readonly queryIds: readonly Uint8Array[];
  /** A line with the query's number, if the format has one: what stands before the number, and after it. */
  readonly queryNumber?: { readonly prefix: Uint8Array; readonly terminator: Uint8Array };
  readonly statistics: StatisticsShape;
  /** The lines before the first hit of a query and after its last: most of a report, and nothing to change in it. */
  readonly hits: readonly { readonly opening: Uint8Array; readonly closing: LineFinder }[];
  /** How the masks of a query begin, and all the lines of a list that `completeMasks` made. */
  readonly masks?: readonly { readonly opening: Uint8Array; readonly empty: Uint8Array }[];
}

/** psiblast and deltablast write four blanks more, within a list of rounds. */
const depths = ['', '    '];

/** Formats 5, 15 and 13, 16 and 14: a file of 13 or 14 holds what 15 or 16 has of one query. */
export const documentShapes = {
  xml: {
    opening: bytesOf('<BlastOutput_iterations>\n'),
    closing: bytesOf('</BlastOutput_iterations>\n'),
    separator: bytesOf(''),
    queryIds: [bytesOf('  <Iteration_query-ID>')],
    queryNumber: {
      prefix: bytesOf('  <Iteration_iter-num>'),
      terminator: bytesOf('</Iteration_iter-num>\n'),
    },
    statistics: statisticsShape(
      '      <Parameters_matrix>',
      '      <Parameters_sc-match>',
      '      <Parameters_sc-mismatch>',
      '      <Parameters_gap-open>',
      '      <Parameters_gap-extend>',
      '  <Iteration_query-len>',
      '      <Statistics_db-num>',
      '      <Statistics_db-len>',
      '      <Statistics_hsp-len>',
      '      <Statistics_eff-space>',
    ),
    hits: [
      { opening: bytesOf('<Iteration_hits>\n'), closing: new LineFinder(bytesOf('</Iteration_hits>\n')) },
    ],
  },
  json: {
    opening: bytesOf('"BlastOutput2": [\n'),
    closing: bytesOf(']\n'),
    separator: bytesOf(',\n'),
    queryIds: atBothDepths('          "query_id": "'),
    statistics: statisticsShape(
      '        "matrix": "',
      '        "sc_match": ',
      '        "sc_mismatch": ',
      '        "gap_open": ',
      '        "gap_extend": ',
      '          "query_len": ',
      '            "db_num": ',
      '            "db_len": ',
      '            "hsp_len": ',
      '            "eff_space": ',
    ),
    hits: hits('          "hits": [', '          ],'),
    masks: masks([
      '          "query_masking": [',
      '            {',
      `              "from": ${String(emptyMask.from)},`,
      `              "to": ${String(emptyMask.to)}`,
      '            }',
      '          ],',
    ]),
  },
  xml2: {
    opening: bytesOf('>\n'),
    closing: bytesOf('</BlastXML2>\n'),
    separator: bytesOf('\n'),
    queryIds: atBothDepths('              <query-id>'),
    statistics: statisticsShape(
      '          <matrix>',
      '          <sc-match>',
      '          <sc-mismatch>',
      '          <gap-open>',
      '          <gap-extend>',
      '              <query-len>',
      '                  <db-num>',
      '                  <db-len>',
      '                  <hsp-len>',
      '                  <eff-space>',
    ),
    hits: hits('              <hits>', '              </hits>'),
    masks: masks([
      '              <query-masking>',
      '                <Range>',
      `                  <from>${String(emptyMask.from)}</from>`,
      `                  <to>${String(emptyMask.to)}</to>`,
      '                </Range>',
      '              </query-masking>',
    ]),
  },
} as const satisfies Record<string, DocumentShape>;

function atBothDepths(line: string): Uint8Array[] {
  return depths.map((depth) => bytesOf(`${depth}${line}`));
}

function hits(opening: string, closing: string): DocumentShape['hits'] {
  return depths.map((depth) => ({
    opening: bytesOf(`${depth}${opening}\n`),
    closing: new LineFinder(bytesOf(`${depth}${closing}\n`)),
  }));
}

function masks(lines: readonly [string, ...string[]]): NonNullable<DocumentShape['masks']> {
  return depths.map((depth) => ({
    opening: bytesOf(`${depth}${lines[0]}\n`),
    empty: bytesOf(lines.map((line) => `${depth}${line}\n`).join('')),
  }));
}
