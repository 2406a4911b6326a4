import type { DocumentShape } from './document-shapes.ts';
import { editLines } from './edit-lines.ts';
import { noFragment, type Fragments } from './fragment.ts';
import { bytesOf } from './line-bytes.ts';
import { QueryLines } from './query-lines.ts';
import type { SearchedAs } from './statistics-lines.ts';

/** How the file that lists the files of the queries is written (outfmt 13 and 14, BLAST+ 2.12.0). */
export interface IndexShape {
  readonly opening: string;
  readonly entry: (fileName: string) => string;
  readonly separator: string;
  readonly closing: string;
}

export const indexShapes = {
  json: {
    opening: '{\n\t"BlastJSON": [\n',
    entry: (fileName) => `\t\t{"File": "${fileName}" }`,
    separator: ',\n',
    closing: '\n\t]\n}',
  },
  xml2: {
    opening: `<?xml version="1.0"?>
<BlastXML2
xmlns="http://www.ncbi.nlm.nih.gov"
xmlns:xi="http://www.w3.org/2003/XInclude"
xmlns:xs="http://www.w3.org/2001/XMLSchema-instance"
xs:schemaLocation="http://www.ncbi.nlm.nih.gov http://www.ncbi.nlm.nih.gov/data_specs/schema_alt/NCBI_BlastOutput2.xsd">
`,
    entry: (fileName) => `\t<xi:include href="${fileName}"/>`,
    separator: '\n',
    closing: '\n</BlastXML2>\n',
  },
} as const satisfies Record<string, IndexShape>;

/** The list of the files of all queries, in order. The bodies of the fragments are not read. */
export async function* mergeFiles(
  shape: IndexShape,
  fileNameOf: (queryNumber: number) => string,
  fragments: Fragments,
): AsyncIterable<Uint8Array> {
  let first = true;
  for await (const { queriesBefore, queryCount } of fragments) {
    const entries = Array.from({ length: queryCount }, (_, index) =>
      shape.entry(fileNameOf(queriesBefore + index + 1)),
    );
    yield bytesOf((first ? shape.opening : shape.separator) + entries.join(shape.separator));
    first = false;
  }
  if (first) throw noFragment();
  yield bytesOf(shape.closing);
}

/** What the formatter printed for one query, as its file is to be. */
export function editQueryFile(
  shape: DocumentShape,
  search: SearchedAs,
  body: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const lines = new QueryLines(shape, search, 0);
  return editLines(body, (bytes, start, end) => lines.edit(bytes, start, end));
}
