import { createHash } from 'node:crypto';
import type { SequenceSpan } from '../../../src/formats/fasta-spans.ts';
import { planChunks } from '../../../src/search/plan-chunks.ts';
import type { Cutter } from '../../../src/search/cutter.ts';
import type { PlannedChunk } from '../../../src/search/plan.ts';

export interface TestSequence {
  readonly name: string;
  readonly residueCount: number;
}

/** Spans of made-up sequences, tiling a text in which each line has one byte per residue. */
export function spansOf(sequences: readonly TestSequence[]): SequenceSpan[] {
  let startByte = 0;
  return sequences.map(({ name, residueCount }) => {
    const span = { startByte, endByte: startByte + name.length + residueCount + 3, residueCount };
    startByte = span.endByte;
    return { ...span, digest: createHash('sha256').update(`${name} ${residueCount}`).digest('hex') };
  });
}

/** The plan of a query; a chunk's key is the digest of its FASTA. */
export async function planned(spans: readonly SequenceSpan[], cutter: Cutter): Promise<PlannedChunk[]> {
  async function* sequences(): AsyncGenerator<SequenceSpan> {
    await Promise.resolve();
    yield* spans;
  }
  const chunks: PlannedChunk[] = [];
  for await (const chunk of planChunks(sequences(), { cutter, chunkKeyOf: (digest) => digest }))
    chunks.push(chunk);
  return chunks;
}
