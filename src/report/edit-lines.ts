/**
 * Decides about one line, `bytes[start, end)` with its line end: `true` keeps it, `false` drops it, bytes replace it, a
 * number keeps it and all up to there, where a line begins or the bytes end. The bytes are only valid during the call.
 */
export type LineEdit = (bytes: Uint8Array, start: number, end: number) => LineDecision;
export type LineDecision = boolean | number | Uint8Array;

export const newline = 0x0a;

/**
 * Passes a byte stream through `edit` line by line. Gives at most one piece for each piece it gets; holds one
 * unfinished line and nothing else, however the stream is cut. Kept lines are not copied one by one, so an edit that
 * mostly keeps runs at the speed of the search for line ends.
 */
export async function* editLines(body: AsyncIterable<Uint8Array>, edit: LineEdit): AsyncIterable<Uint8Array> {
  for await (const block of wholeLines(body)) {
    const edited = editBlock(block, edit);
    if (edited.length > 0) yield concatBytes(edited);
  }
}

/** The stream in pieces that end where a line ends; the last one may not. */
export async function* wholeLines(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let unfinished: Uint8Array[] = [];
  for await (const piece of body) {
    const end = piece.lastIndexOf(newline) + 1;
    if (end > 0) {
      yield concatBytes([...unfinished, piece.subarray(0, end)]);
      unfinished = [];
    }
    // A copy: whoever gives the pieces may reuse their memory.
    if (end < piece.length) unfinished.push(piece.slice(end));
  }
  if (unfinished.length > 0) yield concatBytes(unfinished);
}

/** Neighbouring kept lines stay together. */
function editBlock(bytes: Uint8Array, edit: LineEdit): Uint8Array[] {
  const out: Uint8Array[] = [];
  let keptFrom = 0;
  let start = 0;
  while (start < bytes.length) {
    const end = lineEnd(bytes, start);
    const decision = edit(bytes, start, end);
    if (typeof decision === 'number') {
      start = decision;
      continue;
    }
    if (decision !== true) {
      if (start > keptFrom) out.push(bytes.subarray(keptFrom, start));
      if (decision !== false) out.push(decision);
      keptFrom = end;
    }
    start = end;
  }
  if (keptFrom < bytes.length) out.push(bytes.subarray(keptFrom));
  return out;
}

/** Where the line that `at` lies in ends, its line end included. */
export function lineEnd(bytes: Uint8Array, at: number): number {
  const found = bytes.indexOf(newline, at);
  return found === -1 ? bytes.length : found + 1;
}

/** One piece as it is, several copied into one. */
export function concatBytes(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1 && pieces[0]) return pieces[0];
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
