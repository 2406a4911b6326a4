import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { normaliseFasta } from '../../../src/formats/fasta-normaliser.ts';
import type { RecordSpan } from '../../../src/formats/fasta-machine.ts';
import { inPieces, normalised, textOf } from './fasta-text.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');
const seed = 20_240_501;

describe('the one text of a query', () => {
  it.each([
    ['LF and wrapping', '>a one\nMKV\nLAA\n>b\nMK\n', '>a one\nMKVLAA\n>b\nMK\n'],
    ['CRLF', '>a\r\nMKV\r\nLAA\r\n', '>a\nMKVLAA\n'],
    ['old Mac line ends', '>a\rMKV\rLAA\r>b\rMK\r', '>a\nMKVLAA\n>b\nMK\n'],
    ['mixed line ends', '>a\r\rMKV\n\rLAA', '>a\nMKVLAA\n'],
    ['no line end at the end', '>a\nMKV', '>a\nMKV\n'],
    ['blank lines and white space', '\n \n>a x \t \n\n MK V \t\n\v\f\nLA\n\n', '>a x\nMKVLA\n'],
    ['lower case', '>a Lower\nmkVla\n', '>a Lower\nMKVLA\n'],
    ['UTF-8 byte order mark', '\uFEFF>a\nMKV\n', '>a\nMKV\n'],
    ['comment lines', '; x\n>a\n;MM\nMK\n#c\n!d\nVL\n', '>a\nMKVL\n'],
    ['alignment gaps', '>a\n--MK-V\n-L\n', '>a\nMKVL\n'],
    ['every letter and the stop', '>a\nABCDEFGHIJKLMNOPQRSTUVWXYZ*\n', '>a\nABCDEFGHIJKLMNOPQRSTUVWXYZ*\n'],
    ['raw sequence without a name', 'MKV\nLAA\n', '>Query_1\nMKVLAA\n'],
    ['raw sequence, then a named one', 'MKV\n\n>b\nMK\n', '>Query_1\nMKV\n>b\nMK\n'],
    ['records without names', '>\nMKV\n>b\nMK\n>  \nML\n', '>Query_1\nMKV\n>b\nMK\n>Query_3\nML\n'],
    ['a space before the name', '> a one\nMKV\n', '> a one\nMKV\n'],
    ['names in any script, ">" and control-A within', '>é > ü \u0001z\nMKV\n', '>é > ü \u0001z\nMKV\n'],
    ['equal names', '>a\nMKV\n>a\nMKV\n', '>a\nMKV\n>a\nMKV\n'],
  ])('%s', async (_, given, expected) => {
    expect((await normalised(given)).text).toBe(expected);
  });

  it('keeps lower case when it means masking', async () => {
    const { text } = await normalised('>a\nmkVl\nA\n', { keepCase: true });
    expect(text).toBe('>a\nmkVlA\n');
  });

  it('reads nucleotides with all IUPAC codes and U', async () => {
    const { text } = await normalised('>a\nacgturyswkmbdhvn\n', { molecule: 'nucleotide' });
    expect(text).toBe('>a\nACGTURYSWKMBDHVN\n');
  });

  it('accepts nucleotide letters as a protein, as blastp does', async () => {
    expect((await normalised('>a\nACGTACGT\n')).text).toBe('>a\nACGTACGT\n');
  });

  it('takes 1 MB of residues on one line, and the same text wrapped, as one', async () => {
    const residues = 'MKVLAWQERT'.repeat(100_000);
    const wrapped = residues.replace(/.{60}/g, '$&\r\n');
    expect((await normalised(`>a\n${wrapped}\n`)).text).toBe((await normalised(`>a\n${residues}`)).text);
  });
});

describe('what is known at the end', () => {
  it('counts sequences, residues and dropped gaps, and gives the size of the text', async () => {
    const { text, summary } = await normalised('>a é\nMK--V\n>b\nML\n');
    expect(summary).toEqual({
      sequenceCount: 2,
      residueCount: 5,
      longestResidues: 3,
      gapsDropped: 2,
      sizeBytes: Buffer.byteLength(text),
    });
  });

  it('names the bytes of each sequence', async () => {
    const spans: RecordSpan[] = [];
    const { text } = await normalised('>a é\nMK\nV\n\n>b\nML\nMM', {
      onSequence: (span) => spans.push(span),
    });
    const bytes = Buffer.from(text);
    expect(spans.map(({ startByte, endByte }) => bytes.subarray(startByte, endByte).toString())).toEqual([
      '>a é\nMKV\n',
      '>b\nMLMM\n',
    ]);
    expect(spans.map(({ index, id, residueCount }) => [index, id, residueCount])).toEqual([
      [0, 'a', 3],
      [1, 'b', 4],
    ]);
  });

  it('is not known before', () => {
    const fasta = normaliseFasta(inPieces('>a\nMK\n'), { molecule: 'protein', keepCase: false });
    expect(() => fasta.summary()).toThrow('not been read');
  });
});

const residues = fc.stringMatching(/^[A-Z*a-z -]{0,30}[A-Za-z*][A-Z*a-z -]{0,30}$/);
const names = fc.stringMatching(/^[A-Za-z0-9|é. >-]{0,20}$/);
const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '\n\n', ' \n');
const messyFasta = fc
  .array(fc.tuple(names, lineEnd, fc.array(fc.tuple(residues, lineEnd), { minLength: 1, maxLength: 4 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((records) => records.map(([name, end, lines]) => `>${name}${end}${lines.flat().join('')}`).join(''));

describe('for any query', () => {
  it('gives the same text however the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        messyFasta,
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        async (text, size, keepCase) => {
          const whole = await normalised(text, { keepCase });
          expect(await normalised(inPieces(text, size), { keepCase })).toEqual(whole);
        },
      ),
      { seed, numRuns: 200 },
    );
  });

  it('changes nothing the second time', async () => {
    await fc.assert(
      fc.asyncProperty(messyFasta, fc.boolean(), async (text, keepCase) => {
        const once = await normalised(text, { keepCase });
        const twice = await normalised(once.text, { keepCase });
        expect(twice.text).toBe(once.text);
        expect(twice.summary).toEqual({ ...once.summary, gapsDropped: 0 });
      }),
      { seed, numRuns: 200 },
    );
  });

  it('keeps every residue and name of the real proteins', async () => {
    const given = await readFile(join(fixtures, 'proteins/database.fasta'), 'utf8');
    const expected = given.replace(/^(?!>)(.*)\n(?!>|$)/gm, '$1');
    expect((await normalised(given)).text).toBe(expected);
  });
});

describe('a sequence longer than memory should hold', () => {
  it('passes through in pieces no larger than those that came in', async () => {
    const piece = new TextEncoder().encode('ACGTACGTAC'.repeat(6_554));
    const pieces = 1_000;
    async function* long(): AsyncGenerator<Uint8Array> {
      await Promise.resolve();
      yield new TextEncoder().encode('>chromosome\n');
      for (let count = 0; count < pieces; count++) yield piece;
    }
    const fasta = normaliseFasta(long(), { molecule: 'nucleotide', keepCase: false });
    let largest = 0;
    for await (const text of fasta.text) largest = Math.max(largest, text.length);
    expect(largest).toBeLessThanOrEqual(piece.length + 100);
    expect(fasta.summary().residueCount).toBe(piece.length * pieces);
  });

  it('ends the source when the reader of the text stops', async () => {
    let ended = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield* inPieces('>a\nMKVLA\n'.repeat(500));
      } finally {
        ended = true;
      }
    }
    for await (const text of normaliseFasta(source(), { molecule: 'protein', keepCase: false }).text) {
      expect(text.length).toBeGreaterThan(0);
      break;
    }
    expect(ended).toBe(true);
    expect(await textOf(inPieces(''))).toBe('');
  });
});
