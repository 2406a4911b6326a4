import fc from 'fast-check';
import {
  formatterArgs,
  mergeReports,
  queryFiles,
  requireFewFiles,
  reportFormats,
  reportKey,
  type Fragments,
} from '../../../src/report/index.ts';
import { printFragments, printReport, stream, type PrintedQuery } from './printed-report.ts';

const search = { program: 'blastn', options: {} } as const;
const seed = 20_240_611;

/** Names and rows that look like what the merge looks for. */
const mark = fc.constantFrom(
  '',
  'plain',
  'Query_1',
  'Query_2 y',
  '# Query: ',
  '# BLAST processed 3 queries',
  '# 2 hits found',
  '# BLASTP 2.12.0+',
  '  Database: x',
  'Query= x',
  '</BlastOutput_iterations>',
  '</BlastXML2>',
  '],',
  '<query-id>Query_1</query-id>',
  '@SQ',
  'naïve 日本',
);
const query = fc.record({ name: mark, rows: fc.array(mark, { maxLength: 4 }) });
const chunked = fc
  .array(fc.array(query, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  .map((chunks) => ({ queries: chunks.flat(), sizes: chunks.map(({ length }) => length) }));

/** Pieces of 1 to 40 bytes. */
function cut(sizes: readonly number[]): (bytes: Uint8Array) => Uint8Array[] {
  return (bytes) => {
    const pieces: Uint8Array[] = [];
    for (let at = 0, n = 0; at < bytes.length; n++) {
      const size = sizes[n % sizes.length] ?? 1;
      pieces.push(bytes.subarray(at, at + size));
      at += size;
    }
    return pieces;
  };
}

function keyOf(outfmt: number) {
  const fields = outfmt === 6 || outfmt === 7 ? ' qaccver stitle' : '';
  return reportKey({ jobId: 'f'.repeat(32), program: 'blastn', options: {} }, `${String(outfmt)}${fields}`);
}

async function merged(outfmt: number, fragments: Fragments): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of mergeReports(keyOf(outfmt), search, fragments)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

const renderedAs = (outfmt: number) =>
  reportFormats.find((format) => format.outfmt === outfmt)?.renderedAs ?? outfmt;

describe.each([0, 5, 6, 7, 15, 16, 17])('outfmt %i', (outfmt) => {
  it('chunks become the report of the whole query, however queries and bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        chunked,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 9 }),
        async ({ queries, sizes }, bytes) => {
          const fragments = printFragments(renderedAs(outfmt), queries, sizes, cut(bytes));
          expect(await merged(outfmt, fragments)).toBe(printReport(outfmt, queries));
        },
      ),
      { seed, numRuns: 150 },
    );
  });

  it('holds no more than a line and the piece at hand', async () => {
    const chunkCount = 6;
    const text = printReport(renderedAs(outfmt), [
      { name: 'x', rows: Array<string>(20_000).fill('y'.repeat(60)) },
    ]);
    const bytes = new TextEncoder().encode(text);
    const pieceSize = 16_384;
    let read = 0;
    const pieces = function* () {
      for (let at = 0; at < bytes.length; at += pieceSize) {
        const piece = bytes.subarray(at, at + pieceSize);
        read += piece.length;
        yield piece;
      }
    };
    const fragments = Array.from({ length: chunkCount }, (_, index) => ({
      queriesBefore: index,
      queryCount: 1,
      body: { [Symbol.asyncIterator]: () => stream(pieces())[Symbol.asyncIterator]() },
    }));
    // A SAM report reads all fragments for their headers first.
    const readBefore = outfmt === 17 ? chunkCount * bytes.length : 0;
    let written = 0;
    let mostPending = 0;
    for await (const part of mergeReports(keyOf(outfmt), search, fragments)) {
      mostPending = Math.max(mostPending, read - readBefore - written);
      written += part.length;
    }
    expect(written).toBeGreaterThan(chunkCount * 1_000_000);
    // Headings that are dropped count as pending too.
    expect(mostPending).toBeLessThan(pieceSize * 2 + chunkCount * 400);
  });

  if (outfmt !== 17) {
    const queries: PrintedQuery[] = [
      { name: 'a', rows: ['1', '2'] },
      { name: 'b', rows: ['3'] },
    ];

    it('a fragment that breaks off is refused, wherever it does', async () => {
      const whole = printFragments(renderedAs(outfmt), queries, [1, 1]);
      const text = printReport(renderedAs(outfmt), queries.slice(1));
      const closing =
        { 0: '  Database:', 5: '</BlastOutput_it', 15: ']\n}', 16: '</BlastXML2>' }[outfmt] ?? '# BLAST proc';
      for (let length = 0; length < text.lastIndexOf(closing); length += 7) {
        const body = stream([new TextEncoder().encode(text.slice(0, length))]);
        const fragments = [...whole.slice(0, 1), { queriesBefore: 1, queryCount: 1, body }];
        await expect(merged(outfmt, fragments)).rejects.toMatchObject({ code: 'TOOL_OUTPUT_MISSING' });
      }
    });

    it('a fragment with another number of queries is refused', async () => {
      const fragments = printFragments(renderedAs(outfmt), queries, [2]).map((fragment) => ({
        ...fragment,
        queryCount: 3,
      }));
      await expect(merged(outfmt, fragments)).rejects.toMatchObject({ code: 'TOOL_OUTPUT_MISSING' });
    });
  }
});

it('a SAM report refuses fragments that can be walked only once', async () => {
  const fragments = printFragments(17, [{ name: 'a', rows: ['1'] }], [1]);
  const once = fragments[Symbol.iterator]();
  await expect(merged(17, { [Symbol.iterator]: () => once })).rejects.toThrow('iterable twice');
});

it('every format asks the formatter for what its merge reads', () => {
  const search = { jobId: 'f'.repeat(32), program: 'blastn', options: {} } as const;
  const asked = Object.fromEntries(
    reportFormats.map(({ outfmt }) => {
      const args = formatterArgs(reportKey(search, String(outfmt)));
      return [outfmt, args?.outfmt.split(' ')[0] ?? null];
    }),
  );
  const others = Object.fromEntries(reportFormats.map(({ outfmt }) => [outfmt, String(outfmt)]));
  expect(asked).toEqual({ ...others, 6: '7', 10: '7', 11: null });
});

describe.each([8, 9, 11, 12, 18])('outfmt %i', (outfmt) => {
  it('is its parts, one after another', async () => {
    const parts = ['one\n', '', '\u0000two'];
    const fragments = parts.map((text, queriesBefore) => ({
      queriesBefore,
      queryCount: 1,
      body: stream([new TextEncoder().encode(text)]),
    }));
    expect(await merged(outfmt, fragments)).toBe(parts.join(''));
  });
});

describe.each([13, 14])('outfmt %i', (outfmt) => {
  const parts = [
    { queriesBefore: 0, queryCount: 2 },
    { queriesBefore: 2, queryCount: 1 },
  ];
  const names = [1, 2, 3].map((number) => `report_${String(number)}.${outfmt === 13 ? 'json' : 'xml'}`);

  it('lists the files of all queries without reading them', async () => {
    const unread = {
      [Symbol.asyncIterator]: () => {
        throw new Error('read');
      },
    };
    const index = await merged(
      outfmt,
      parts.map((part) => ({ ...part, body: unread })),
    );
    expect(index.match(/report_\d+\.\w+/g)).toEqual(names);
  });

  it('names the files of a part by their numbers in the whole query, and refuses another count', () => {
    const files = parts.flatMap((part) => queryFiles(outfmt, search, part, part.queryCount) ?? []);
    expect(files.map(({ name }) => name)).toEqual(names);
    expect(() => queryFiles(outfmt, search, { queriesBefore: 4, queryCount: 2 }, 1)).toThrow(
      'queries 5 to 6',
    );
  });
});

it('a format of several files is refused for more queries than can be listed, before anything starts', () => {
  expect(() => requireFewFiles(14, 10_001)).toThrow('there are 10,001. Choose 16');
  for (const [outfmt, queryCount] of [
    [14, 10_000],
    [16, 10_001],
  ] as const)
    expect(() => requireFewFiles(outfmt, queryCount)).not.toThrow();
});

it('formats of one file have none for a query', () => {
  expect(queryFiles(15, search, { queriesBefore: 0, queryCount: 1 }, 0)).toBeUndefined();
});

it('SAM headers of several archives in one fragment stand once, before the rows of all', async () => {
  const [one, two] = [
    { name: 'a', rows: ['@SQ'] },
    { name: 'b', rows: ['r', 's'] },
  ];
  const [first, second] = printFragments(17, [one, two] as PrintedQuery[], [1, 1]);
  const body = {
    async *[Symbol.asyncIterator]() {
      yield* first?.body ?? [];
      yield* second?.body ?? [];
    },
  };
  expect(await merged(17, [{ queriesBefore: 0, queryCount: 2, body }])).toBe(
    printReport(17, [one, two] as PrintedQuery[]),
  );
});
