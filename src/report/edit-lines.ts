/**
 * Decides about one line, `bytes[start, end)` with its line end: `true` keeps it, `false` drops it, bytes replace it.
 * The bytes are only valid during the call.
 */
export type LineEdit = (bytes: Uint8Array, start: number, end: number) => boolean | Uint8Array;

const newline = 0x0a;

/**
 * Passes a byte stream through `edit` line by line. Gives at most one piece for each piece it gets; holds one
 * unfinished line and nothing else, however the stream is cut. Kept lines are not copied one by one, so an edit that
 * mostly keeps runs at the speed of the search for line ends.
 */
export async function* editLines(body: AsyncIterable<Uint8Array>, edit: LineEdit): AsyncIterable<Uint8Array> {
  let unfinished: Uint8Array[] = [];
  for await (const piece of body) {
    const firstEnd = piece.indexOf(newline) + 1;
    if (firstEnd === 0) {
      // A copy: whoever gives the pieces may reuse their memory.
      if (piece.length > 0) unfinished.push(piece.slice());
      continue;
    }
    const head =
      unfinished.length === 0 ? undefined : concatBytes([...unfinished, piece.subarray(0, firstEnd)]);
    const lastEnd = piece.lastIndexOf(newline) + 1;
    unfinished = lastEnd < piece.length ? [piece.slice(lastEnd)] : [];
    const edited = [
      ...(head ? editBlock(head, 0, head.length, edit) : []),
      ...editBlock(piece, head ? firstEnd : 0, lastEnd, edit),
    ];
    if (edited.length > 0) yield concatBytes(edited);
  }
  if (unfinished.length === 0) return;
  const last = concatBytes(unfinished);
  const edited = editBlock(last, 0, last.length, edit);
  if (edited.length > 0) yield concatBytes(edited);
}

/** Edits the whole lines in `[from, to)`; neighbouring kept lines stay together. */
function editBlock(bytes: Uint8Array, from: number, to: number, edit: LineEdit): Uint8Array[] {
  const out: Uint8Array[] = [];
  let keptFrom = from;
  let start = from;
  while (start < to) {
    const found = bytes.indexOf(newline, start);
    const end = found === -1 || found >= to ? to : found + 1;
    const decision = edit(bytes, start, end);
    if (decision !== true) {
      if (start > keptFrom) out.push(bytes.subarray(keptFrom, start));
      if (decision !== false) out.push(decision);
      keptFrom = end;
    }
    start = end;
  }
  if (to > keptFrom) out.push(bytes.subarray(keptFrom, to));
  return out;
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
