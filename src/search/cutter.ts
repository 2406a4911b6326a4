import type { SequenceSpan } from '../formats/fasta-spans.ts';

/** Decides where chunks end. Keeps state: it must see every sequence of one query once, in order. */
export interface Cutter {
  endsAfter(span: Pick<SequenceSpan, 'residueCount' | 'digest'>): boolean;
}
