import type { SequenceSpan } from '../formats/fasta-spans.ts';

/** Groups the sequences of one query into chunks: each in order, none left out, no chunk empty. */
export type Cutter = (sequences: AsyncIterable<SequenceSpan>) => AsyncIterable<SequenceSpan[]>;
