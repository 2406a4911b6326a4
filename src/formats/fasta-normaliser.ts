import { FastaMachine, type FastaRules } from './fasta-machine.ts';
import { recognisedHeadBytes, refuseForeignFormat } from './fasta-foreign.ts';

/** What was read, known when the text has been read to its end. */
export interface FastaSummary {
  readonly sequenceCount: number;
  readonly residueCount: number;
  /** Residues of the longest sequence. */
  readonly longestResidues: number;
  /** Size of the normalised text. */
  readonly sizeBytes: number;
  /** Alignment gaps (`-`) that were dropped, as BLAST+ drops them. */
  readonly gapsDropped: number;
}

export interface NormalisedFasta {
  /** The normalised text, to be read once; memory does not grow with the query nor with one sequence. */
  readonly text: AsyncIterable<Uint8Array>;
  /** @throws Error before the text has been read to its end */
  summary(): FastaSummary;
}

/**
 * Reads a FASTA query as NCBI's reader does and writes the one text that stands for it in keys and objects:
 * LF line ends, one line a sequence, no blank or comment lines (`;`, `#`, `!`), no trailing white space, no gaps,
 * residues upper-cased unless `keepCase`, deflines kept. A sequence without a name is given the `Query_N` that BLAST+
 * would print, so that its number survives splitting. Normalising twice changes nothing.
 *
 * @throws PlatformError while `text` is read: `QUERY_EMPTY`, `INVALID_FASTA`, `INVALID_RESIDUE`, `WRONG_MOLECULE_TYPE`,
 * `QUERY_TOO_LARGE`, with the sequence, line and column
 */
export function normaliseFasta(source: AsyncIterable<Uint8Array>, rules: FastaRules): NormalisedFasta {
  const machine = new FastaMachine(rules);
  let summary: FastaSummary | undefined;

  async function* normalise(): AsyncGenerator<Uint8Array, void, undefined> {
    let sizeBytes = 0;
    for await (const chunk of withCheckedHead(source)) {
      const text = machine.push(chunk);
      if (text.length === 0) continue;
      sizeBytes += text.length;
      yield text;
    }
    const rest = machine.finish();
    sizeBytes += rest.length;
    summary = { ...machine.counts(), sizeBytes };
    if (rest.length > 0) yield rest;
  }

  return {
    text: normalise(),
    summary: () => {
      if (summary === undefined) throw new Error('the FASTA text has not been read to its end');
      return summary;
    },
  };
}

/** Joins the first pieces until the head is long enough to be recognised; strips a UTF-8 byte order mark. */
async function* withCheckedHead(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of source) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = joined(head, chunk);
    if (head.length < recognisedHeadBytes) continue;
    yield checkedHead(head);
    head = undefined;
  }
  if (head !== undefined) yield checkedHead(head);
}

function checkedHead(head: Uint8Array): Uint8Array {
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  const text = marked ? head.subarray(3) : head;
  refuseForeignFormat(text.subarray(0, recognisedHeadBytes));
  return text;
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const all = new Uint8Array(left.length + right.length);
  all.set(left);
  all.set(right, left.length);
  return all;
}
