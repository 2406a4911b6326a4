import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** One sequence of a normalised query, as the chunk plan needs it. */
export interface SequenceSpan {
  /** Zero-based, half-open, from the `>` to the line end after the residues: spans tile the text. */
  readonly startByte: number;
  readonly endByte: number;
  readonly residueCount: number;
  /** SHA-256 of these bytes, name and residues, hexadecimal. */
  readonly digest: string;
}

/**
 * Finds the sequences of a text that `normaliseFasta` wrote; memory does not grow with a sequence.
 * @throws Error when the text is anything else, for example cut short
 */
export async function* readSequenceSpans(
  text: AsyncIterable<Uint8Array>,
): AsyncGenerator<SequenceSpan, void, undefined> {
  let hash = sha256.create();
  let inDefline = true;
  let startByte = 0;
  let residuesFrom = 0;
  let position = 0;
  for await (const chunk of text) {
    let from = 0;
    while (from < chunk.length) {
      if (position + from === startByte && chunk[from] !== greaterThan) throw notNormalised();
      const lineEnd = chunk.indexOf(lf, from);
      const to = lineEnd === -1 ? chunk.length : lineEnd + 1;
      hash.update(chunk.subarray(from, to));
      from = to;
      if (lineEnd === -1) break;
      const after = position + to;
      if (inDefline) residuesFrom = after;
      else {
        yield {
          startByte,
          endByte: after,
          residueCount: after - residuesFrom - 1,
          digest: bytesToHex(hash.digest()),
        };
        hash = sha256.create();
        startByte = after;
      }
      inDefline = !inDefline;
    }
    position += chunk.length;
  }
  if (position !== startByte) throw notNormalised();
}

const notNormalised = (): Error => new Error('the text is not a normalised FASTA query');
const lf = 0x0a;
const greaterThan = 0x3e;
