import type { SequenceSpan } from '../formats/fasta-spans.ts';
import { chunkFastaDigestOf } from './chunk-key.ts';
import type { Cutter } from './cutter.ts';
import { chunksPerPage, type PlannedChunk, type PlanPage, type WholeChunk } from './plan.ts';

export interface PlanRules {
  readonly cutter: Cutter;
  /** Key of a chunk whose FASTA has this digest; the rest of the key is the same for the whole search. */
  readonly chunkKeyOf: (chunkFastaDigest: string) => string;
  /** Of a query of one sequence that came with others. */
  readonly whole?: WholeChunk;
}

/** Cuts a query into chunks that tile it. The same sequences and rules always give the same plan. */
export async function* planChunks(
  sequences: AsyncIterable<SequenceSpan>,
  rules: PlanRules,
): AsyncGenerator<PlannedChunk, void, undefined> {
  let index = 0;
  let queriesBefore = 0;
  for await (const chunk of rules.cutter(sequences)) {
    yield {
      index: index++,
      startByte: chunk[0]?.startByte ?? 0,
      endByte: chunk.at(-1)?.endByte ?? 0,
      queriesBefore,
      queryCount: chunk.length,
      residueCount: chunk.reduce((sum, { residueCount }) => sum + residueCount, 0),
      chunkKey: rules.chunkKeyOf(chunkFastaDigestOf(chunk.map(({ digest }) => digest))),
      ...(rules.whole && { whole: rules.whole }),
    };
    queriesBefore += chunk.length;
  }
}

/** Pages of 200 chunks; the last may hold fewer. */
export async function* pagesOf(
  chunks: AsyncIterable<PlannedChunk>,
): AsyncGenerator<PlanPage, void, undefined> {
  let page = 0;
  let open: PlannedChunk[] = [];
  for await (const chunk of chunks) {
    open.push(chunk);
    if (open.length < chunksPerPage) continue;
    yield { schemaVersion: 1, page: page++, chunks: open };
    open = [];
  }
  if (open.length > 0) yield { schemaVersion: 1, page, chunks: open };
}
