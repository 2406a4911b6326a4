import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { readSequenceSpans, type SequenceSpan } from '../../../src/formats/fasta-spans.ts';
import { inPieces } from './fasta-text.ts';

async function spansOf(text: string, pieceBytes?: number): Promise<SequenceSpan[]> {
  const spans: SequenceSpan[] = [];
  for await (const span of readSequenceSpans(inPieces(text, pieceBytes))) spans.push(span);
  return spans;
}

describe('the sequences of a normalised query', () => {
  it('have their bytes, residues and digest', async () => {
    expect(await spansOf('>a é\nMKV\n>b\nM\n')).toEqual([
      {
        startByte: 0,
        endByte: 10,
        residueCount: 3,
        digest: createHash('sha256').update('>a é\nMKV\n').digest('hex'),
      },
      {
        startByte: 10,
        endByte: 15,
        residueCount: 1,
        digest: createHash('sha256').update('>b\nM\n').digest('hex'),
      },
    ]);
  });

  it('are the same however the bytes arrive, and tile the text', async () => {
    const record = fc.tuple(fc.stringMatching(/^[a-zé >]{1,8}$/), fc.stringMatching(/^[A-Z]{1,20}$/));
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        async (records, size) => {
          const text = records.map(([name, residues]) => `>${name}\n${residues}\n`).join('');
          const spans = await spansOf(text, size);
          expect(spans).toEqual(await spansOf(text));
          expect(spans.map(({ residueCount }) => residueCount)).toEqual(
            records.map(([, residues]) => residues.length),
          );
          expect([0, ...spans.map(({ endByte }) => endByte)]).toEqual([
            ...spans.map(({ startByte }) => startByte),
            Buffer.byteLength(text),
          ]);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });

  it.each(['MKV\n', '>a\nMKV', '>a\n', '>a\nMK\nVL\n', '>a\nMK\n\n', '>a'])(
    'are refused in %j',
    async (text) => {
      await expect(spansOf(text)).rejects.toThrow('not a normalised FASTA');
    },
  );
});
