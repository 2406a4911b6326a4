import type { Fragment } from '../../../src/report/index.ts';

/** A query as BLAST+ 2.12.0 would print it; without a name its rows carry `Query_N`. */
export interface PrintedQuery {
  readonly name: string;
  readonly rows: readonly string[];
}

/** A report in the layout of BLAST+ 2.12.0, its queries named from `queriesBefore` + 1 on and counted from 1. */
export function printReport(outfmt: number, queries: readonly PrintedQuery[], queriesBefore = 0): string {
  const numbered = queries.map((query, index) => ({
    ...query,
    id: `Query_${String(queriesBefore + index + 1)}`,
  }));
  switch (outfmt) {
    case 0:
      return `BLASTP\n\nReference\n\n\nDatabase: db\n\n\n\n${numbered.map(pairwise).join('')}  Database: db\n\n\n\nMatrix\n`;
    case 5:
      return `<?xml?>\n<BlastOutput>\n<BlastOutput_iterations>\n${numbered.map((query, index) => iteration(query, index + 1)).join('')}</BlastOutput_iterations>\n</BlastOutput>\n\n`;
    case 6:
      return numbered.flatMap(rows).join('');
    case 7:
      return `${numbered.map(commented).join('')}# BLAST processed ${String(queries.length)} queries\n`;
    case 15:
      return `{\n"BlastOutput2": [\n${numbered.map(jsonReport).join(',\n')}]\n}\n`;
    case 16:
      return `<?xml?>\n<BlastXML2\n    xmlns="x"\n>\n${numbered.map(xml2Report).join('\n')}</BlastXML2>\n`;
    default:
      return printSam(numbered);
  }
}

/** The same queries as the formatter prints them part by part, of archives whose queries have been renumbered. */
export function printFragments(
  outfmt: number,
  queries: readonly PrintedQuery[],
  sizes: readonly number[],
  pieces: (bytes: Uint8Array) => Iterable<Uint8Array> = (bytes) => [bytes],
): Fragment[] {
  let queriesBefore = 0;
  return sizes.map((queryCount) => {
    const text = printReport(outfmt, queries.slice(queriesBefore, queriesBefore + queryCount), queriesBefore);
    const fragment = { queriesBefore, queryCount, body: stream(pieces(new TextEncoder().encode(text))) };
    queriesBefore += queryCount;
    return fragment;
  });
}

/** An iterable of bytes as a body that can be read again. */
export function stream(pieces: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return {
    async *[Symbol.asyncIterator]() {
      yield* pieces;
      await Promise.resolve();
    },
  };
}

type Numbered = PrintedQuery & { readonly id: string };

function rows({ id, name, rows: values }: Numbered): string[] {
  const firstWord = name.trim().split(' ')[0];
  return values.map((value) => `${firstWord === undefined || firstWord === '' ? id : firstWord}\t${value}\n`);
}

function commented(query: Numbered): string {
  const fields = query.rows.length > 0 ? '# Fields: query acc.ver, subject title\n' : '';
  return `# BLASTP 2.12.0+\n# Query: ${query.name}\n# Database: db\n${fields}# ${String(query.rows.length)} hits found\n${rows(query).join('')}`;
}

function pairwise({ name, rows: values }: Numbered): string {
  return `Query= ${name}\n\nLength=9\n\n\n${values.map((value) => `>${value}\n\n`).join('')}\nEffective search space used: 1\n\n\n`;
}

function iteration({ id, name, rows: values }: Numbered, number: number): string {
  return `<Iteration>\n  <Iteration_iter-num>${String(number)}</Iteration_iter-num>\n  <Iteration_query-ID>${id}</Iteration_query-ID>\n  <Iteration_query-def>${name}</Iteration_query-def>\n${values.map((value) => `  <Hit_def>${value}</Hit_def>\n`).join('')}</Iteration>\n`;
}

function jsonReport({ id, name, rows: values }: Numbered): string {
  return `{\n          "query_id": "${id}",\n          "query_title": "${name}",\n${values.map((value) => `              "title": "${value}",\n`).join('')}  }\n`;
}

function xml2Report({ id, name, rows: values }: Numbered): string {
  return `<BlastOutput2>\n              <query-id>${id}</query-id>\n              <query-title>${name}</query-title>\n${values.map((value) => `  <title>${value}</title>\n`).join('')}</BlastOutput2>\n`;
}

function printSam(queries: readonly Numbered[]): string {
  const hit = queries.filter((query) => query.rows.length > 0);
  if (hit.length === 0) return '';
  const references = hit.map(({ id }) => `@SQ\tSN:${id}\tLN:9\n`).join('');
  const lines = hit.flatMap(({ id, rows: values }) => values.map((value) => `${value}\t0\t${id}\t1\n`));
  return `@HD\tVN:1.2\n${references}@PG\tID:0\tVN:2.12.0+\tPN:blastn\n${lines.join('')}`;
}
