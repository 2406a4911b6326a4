import { PlatformError } from '../../../src/errors/index.ts';
import { readQueryText, type QueryTextLimits } from '../../../src/multiblast/query-text-reader.ts';
import { queryTextDifferences } from '../../../src/multiblast/query-text-differences.ts';
import { programs, programTable, type Program } from '../../../src/search/program.ts';
import { seeded } from '../../support/seeded.ts';
import { inPieces, textOf } from '../formats/fasta-text.ts';

const generous: QueryTextLimits = {
  maxSequences: 100,
  maxQueryResidues: 1_000_000,
  maxSequenceResidues: { nucleotide: 100_000, protein: 100_000 },
};

interface Wanted {
  readonly program?: Program;
  readonly limits?: Partial<QueryTextLimits>;
  readonly keepCase?: boolean;
}

async function read(
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  { program = 'blastp', limits = {}, keepCase = false }: Wanted = {},
): Promise<{ text: string; faults: readonly string[]; query: ReturnType<typeof readQueryText> }> {
  const pieces = typeof source === 'string' || source instanceof Uint8Array ? inPieces(source) : source;
  const query = readQueryText(pieces, { program, keepCase, limits: { ...generous, ...limits } });
  return { text: await textOf(query.text), faults: query.faults(), query };
}

const faultsOf = async (text: string, wanted?: Wanted): Promise<readonly string[]> =>
  (await read(text, wanted)).faults;

const dashed = (number: number, name: string, line: number, dashes: number, checked: number): string =>
  `Sequence ${String(number)} ("${name}"), line ${String(line)}: ${String(dashes)} of the ${String(checked)} characters that decide whether its first line ` +
  'is sequence are dashes, which is too many. Remove the alignment gaps, or begin the sequence with a line that has fewer.';

describe('a good query', () => {
  it('is normalised, counted and without faults', async () => {
    const { text, faults, query } = await read('>a\r\nMK\r\nVL\r\n>b x\r\nMKV');
    expect({ text, faults }).toEqual({ text: '>a\nMKVL\n>b x\nMKV\n', faults: [] });
    expect(query.summary()).toMatchObject({ sequenceCount: 2, residueCount: 7, longestResidues: 4 });
  });

  it('may hold position numbers, which are dropped and not counted', async () => {
    const { text, faults } = await read('>a\n  1 MKVLA MKVLA\n 11\tMK\n', {
      limits: { maxQueryResidues: 12, maxSequenceResidues: { nucleotide: 1, protein: 12 } },
    });
    expect({ text, faults }).toEqual({ text: '>a\nMKVLAMKVLAMK\n', faults: [] });
  });

  it('may be one sequence without a name, or several of which others have none', async () => {
    expect(await faultsOf('MKV\nLAA\n')).toEqual([]);
    expect(await faultsOf('>\nMKV\n>b\nMK\n>\nML\n')).toEqual([]);
  });

  it('keeps lower case where it means masking', async () => {
    expect((await read('>a\nmkV\n', { keepCase: true })).text).toBe('>a\nmkV\n');
    expect((await read('>a\nmkV\n')).text).toBe('>a\nMKV\n');
  });

  it('may lie on every limit', async () => {
    const limits = {
      maxSequences: 2,
      maxQueryResidues: 6,
      maxSequenceResidues: { nucleotide: 1, protein: 4 },
    };
    expect(await faultsOf('>a\nMKVL\n>b\nM-K\n', { limits })).toEqual([]);
  });
});

const alphabets = {
  nucleotide: 'ABCDGHKMNRSTUVWY-',
  protein: 'ABCDEFGHIKLMNPQRSTUVWXYZ-*',
};

const printable = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index));

it.each(programs)('the alphabet of %s is that of its queries, either case', async (program) => {
  const molecule = programTable[program].queryMolecule;
  const letters = `${alphabets[molecule]}${molecule === 'protein' ? 'JO' : ''}0123456789`;
  const kind = molecule === 'protein' ? 'an amino acid' : 'a nucleotide';
  for (const character of printable) {
    const faults = await faultsOf(`>a\nACGTACGTACGTACGTACGT\nA${character}C\n`, { program });
    const refusal = `Sequence 1 ("a"), line 3, column 2: "${character}" is not ${kind}. `;
    const expected = letters.includes(character.toUpperCase()) ? [] : [expect.stringContaining(refusal)];
    expect(faults).toEqual(expected);
  }
});

describe('each fault is told with its place', () => {
  it.each<[string, string, Wanted, readonly string[]]>([
    [
      'an empty sequence',
      '>a\n>b\nMK\n>c\n 12 \n\n>d\n',
      {},
      ['1 ("a") (line 1)', '3 ("c") (line 4)', '4 ("d") (line 7)'].map(
        (which) => `Sequence ${which} has a name but no residues. Add its sequence or remove the line.`,
      ),
    ],
    [
      'an invalid character in proteins',
      '>a\nMKV\n>b\nMK?V\n\nM.\n',
      {},
      [
        'Sequence 2 ("b"), line 4, column 3: "?" is not an amino acid. Use the letters A to Z and "*".',
        'Sequence 2 ("b"), line 6, column 2: "." is not an amino acid. Write alignment gaps as "-" or remove them.',
      ],
    ],
    [
      'an invalid character in nucleotides',
      `>a\n${'ACGT'.repeat(9)}E${'ACGT'.repeat(9)}xa\n`,
      { program: 'blastn' },
      [
        'Sequence 1 ("a"), line 2, column 37: "E" is not a nucleotide. Use the IUPAC codes A C G T U R Y S W K M B D H V N.',
        'Sequence 1 ("a"), line 2, column 74: "x" is not a nucleotide. Write unknown or masked bases as N.',
      ],
    ],
    [
      'a column behind a character of several bytes',
      '>a\nMé?K\n',
      {},
      [
        'Sequence 1 ("a"), line 2, column 2: "é" is not an amino acid. Use the letters A to Z and "*".',
        'Sequence 1 ("a"), line 2, column 3: "?" is not an amino acid. Use the letters A to Z and "*".',
      ],
    ],
    [
      'a protein where nucleotides are needed, once a sequence',
      '>n\nACGT\n>a\nMKELQIPFEMKELQIPFE\n>b\nMELQIPFEE\n',
      { program: 'tblastx' },
      ['2 ("a") (line 4)', '3 ("b") (line 6)'].map(
        (which) =>
          `Sequence ${which} looks like a protein, but this program needs nucleotide queries. ` +
          'Choose blastp or tblastn, or send nucleotide sequences.',
      ),
    ],
    [
      'too many sequences',
      '>a\nMK\n>b\nMK\n>c\nMK\n>d\nMK\n',
      { limits: { maxSequences: 2 } },
      ['The query holds more than 2 sequences. Split it into several searches.'],
    ],
    [
      'sequences too long, as proteins',
      '>a\nMKV\n>b\nMK\nMK\nMK\n>c\nMKVL\n',
      { limits: { maxSequenceResidues: { nucleotide: 100, protein: 3 } } },
      ['2 ("b") (line 3)', '3 ("c") (line 7)'].map(
        (which) =>
          `Sequence ${which} is longer than 3 amino acids, the most a sequence may have. ` +
          'Send the part that matters, or cut it into several sequences.',
      ),
    ],
    [
      'a sequence too long, as nucleotides',
      '>a\nACGTA\n',
      { program: 'blastx', limits: { maxSequenceResidues: { nucleotide: 4, protein: 100 } } },
      [
        'Sequence 1 ("a") (line 1) is longer than 4 nucleotides, the most a sequence may have. ' +
          'Send the part that matters, or cut it into several sequences.',
      ],
    ],
    [
      'a query too long',
      '>a\nMKV\n>b\nMKV\n>c\nMKV\n',
      { limits: { maxQueryResidues: 5 } },
      ['The query holds more than 5 residues. Split it into several searches.'],
    ],
    ['too many dashes', '>a\nMKV\n>b\n-MK--\nVLAA\n', {}, [dashed(2, 'b', 4, 3, 5)]],
    [
      'a missing first name, once',
      '\nMKV\n>b\nMK\n>c\nMK\n',
      {},
      ['Line 2: the first of several sequences has no name. Put a line such as ">name" before it.'],
    ],
    [
      'a gap line and broken names',
      '>?50\nMK\n>b\nMK\n>?x\nMK\n',
      {},
      [1, 5].map(
        (line) =>
          `Line ${String(line)}: gap lines (">?") are not supported. Write the gap as N (nucleotides) or X (proteins), or give the sequence a name.`,
      ),
    ],
    [
      'no sequence at all',
      '\n; only a comment\n',
      {},
      ['The query holds no sequence. Send at least one in FASTA: a line such as ">name", then the sequence.'],
    ],
    [
      'FASTQ',
      '@read\nACGT\n+\nIIII\n',
      {},
      [
        'The query is FASTQ, not FASTA. Convert it to FASTA first: drop the "+" and quality lines and begin names with ">".',
      ],
    ],
  ])('%s', async (_, text, wanted, expected) => {
    expect(await faultsOf(text, wanted)).toEqual(expected);
  });

  it('also where reading cannot go on, behind the faults before it', async () => {
    const faults = await faultsOf('>a\nM?K\n>b\n\0\n');
    expect(faults).toEqual([
      expect.stringContaining('line 2, column 2') as string,
      expect.stringContaining('Line 4: there is a NUL byte') as string,
    ]);
  });

  it('all kinds at once, in the order of the text', async () => {
    const limits = {
      maxSequences: 3,
      maxQueryResidues: 8,
      maxSequenceResidues: { nucleotide: 9, protein: 4 },
    };
    const faults = await faultsOf('MK\n>b\n>c\n---M\n>d\nMK!VLAA\n', { limits });
    expect(faults.map((fault) => fault.slice(0, 34))).toEqual([
      'Line 1: the first of several seque',
      'Sequence 2 ("b") (line 2) has a na',
      'Sequence 3 ("c"), line 4: 3 of the',
      'The query holds more than 3 sequen',
      'Sequence 4 ("d"), line 6, column 3',
      'Sequence 4 ("d") (line 5) is longe',
      'The query holds more than 8 residu',
    ]);
  });

  it('and what the source fails with is none of them', async () => {
    const cut = new PlatformError('MALFORMED_BODY', 'The body is cut short.');
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode('>a\nM?K\n'.padEnd(2_000, '\n'));
      await Promise.reject(cut);
    }
    await expect(read(broken())).rejects.toBe(cut);
  });

  it('at most 20, and then that there are more', async () => {
    const twenty = `>a\n${'M?'.repeat(20)}\n`;
    expect(await faultsOf(twenty)).toHaveLength(20);
    const faults = await faultsOf(`${twenty}M?\n`.repeat(3));
    expect(faults).toHaveLength(21);
    expect(faults[20]).toBe(
      'There are more than 20 faults; the query was read no further. Correct these first.',
    );
    expect(await faultsOf(`${twenty}\0`)).toHaveLength(21);
  });

  it('and leaves no summary', async () => {
    const { query, text } = await read('>a\nMK?\n');
    expect(text).toBe('');
    expect(() => query.summary()).toThrow('faults');
  });
});

describe('the first line of a sequence may have too many dashes', () => {
  it.each<readonly [line: string, dashes: number, checked: number]>([
    ['-', 1, 1],
    ['--', 2, 2],
    ['---', 3, 3],
    ['----', 4, 4],
    ['M--', 2, 3],
    ['MK--', 2, 4],
    ['MKV-', 1, 4],
    ['MKVLA-', 1, 6],
    ['MKVLAA--', 2, 8],
    ['MKVLAAVV--', 2, 10],
    ['MKVLAAVVL---', 3, 12],
    ['M K 1 V-', 1, 4],
    [`${'M'.repeat(53)}${'-'.repeat(200)}`, 17, 70],
    [`${' '.repeat(60)}MKVLAA${'-'.repeat(9)}`, 4, 10],
  ])('%s has', async (line, dashes, checked) => {
    expect(await faultsOf(`>a\n${line}\nMKVLAAV\n`)).toEqual([dashed(1, 'a', 2, dashes, checked)]);
  });

  it.each([
    ['M-'],
    ['MK-'],
    ['M K1-'],
    ['MKVLAA-'],
    ['MKVLAAVVL--'],
    [`${'M'.repeat(60)}${'-'.repeat(200)}`],
    [`${' '.repeat(69)}M${'-'.repeat(50)}`],
  ])('%s has not', async (line) => {
    expect(await faultsOf(`>a\n${line}\nMKVLAAV\n`)).toEqual([]);
  });

  it('and no later line', async () => {
    expect(await faultsOf('>a\nMKV\n-----\n--M--\n')).toEqual([]);
  });

  it('which is not a blank one, a comment or one of numbers', async () => {
    expect(await faultsOf('>a\n\n; --\n 10 \n----\nMKV\n')).toEqual([dashed(1, 'a', 5, 4, 4)]);
  });

  it('in each sequence of the query, named or not', async () => {
    expect(await faultsOf('--M\nMK\n')).toEqual([dashed(1, 'Query_1', 1, 2, 3)]);
    expect(await faultsOf('>a\n----\nM\n>b\nMKV\n>c\n----\nM')).toEqual([
      dashed(1, 'a', 2, 4, 4),
      dashed(3, 'c', 7, 4, 4),
    ]);
  });
});

describe('however the text is cut into pieces', () => {
  const words = [
    '>a x\n',
    '>\n',
    '>?5\n',
    'MKVLA',
    'ACGTACGT',
    '--',
    '\r\n',
    '\n',
    '\r',
    '?',
    'é',
    '1 ',
    'E',
    ';c',
  ];

  function oddText(random: () => number): string {
    const count = 1 + Math.floor(random() * 60);
    return Array.from({ length: count }, () => words[Math.floor(random() * words.length)] ?? '').join('');
  }

  async function* cut(bytes: Uint8Array, random: () => number): AsyncGenerator<Uint8Array> {
    await Promise.resolve();
    for (let at = 0; at < bytes.length;) {
      const size = Math.floor(random() * 9);
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }

  it('it has the same faults and the same normal form', async () => {
    const random = seeded(20_240_607);
    const limits = {
      maxSequences: 3,
      maxQueryResidues: 60,
      maxSequenceResidues: { nucleotide: 25, protein: 25 },
    };
    let faulty = 0;
    for (let round = 0; round < 600; round++) {
      const text = oddText(random);
      const bytes = new TextEncoder().encode(random() < 0.2 ? `>z\n${'ACGT'.repeat(249)}${text}` : text);
      const wanted: Wanted = { program: random() < 0.5 ? 'blastn' : 'deltablast', limits };
      const whole = await read(bytes, wanted);
      const pieces = await read(cut(bytes, random), wanted);
      expect([pieces.text, pieces.faults]).toEqual([
        whole.faults.length ? pieces.text : whole.text,
        whole.faults,
      ]);
      if (whole.faults.length > 0) faulty++;
    }
    expect(faulty).toBeGreaterThan(300);
    expect(faulty).toBeLessThan(600);
  }, 20_000);
});

describe('a query longer than memory should hold', () => {
  it('is checked without being kept, whether it is good or not', async () => {
    const piece = new TextEncoder().encode('MKVLAWQERT'.repeat(6_000));
    async function* long(): AsyncGenerator<Uint8Array> {
      await Promise.resolve();
      yield new TextEncoder().encode('>a\n');
      for (let count = 0; count < 300; count++) yield piece;
    }
    const limits = { maxQueryResidues: 1e9, maxSequenceResidues: { nucleotide: 1, protein: 1e9 } };
    const query = readQueryText(long(), {
      program: 'blastp',
      keepCase: false,
      limits: { ...generous, ...limits },
    });
    let largest = 0;
    for await (const text of query.text) largest = Math.max(largest, text.length);
    expect(largest).toBeLessThanOrEqual(piece.length + 100);
    expect(query.faults()).toEqual([]);
    expect(
      (await read(long(), { limits: { maxSequenceResidues: { nucleotide: 1, protein: 9 } } })).faults,
    ).toEqual([
      expect.stringContaining('longer than 9 amino acids') as string,
      expect.stringContaining('more than 1000000 residues') as string,
    ]);
  });
});

it('the differences from Multi-Blast are told whole', () => {
  for (const { what, upstream, here, reason } of queryTextDifferences)
    expect([what, upstream, here, reason].every((text) => text.length > 3)).toBe(true);
});
