import { normaliseFasta, type FastaSummary } from '../../../src/formats/fasta-normaliser.ts';
import type { FastaRules } from '../../../src/formats/fasta-machine.ts';

/** Text or bytes in pieces of at most `pieceBytes`. */
export async function* inPieces(text: string | Uint8Array, pieceBytes = 1 << 16): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for await (const piece of pieces) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}

/** Normalises a whole text; protein rules unless others are given. */
export async function normalised(
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  rules: Partial<FastaRules> = {},
): Promise<{ text: string; summary: FastaSummary }> {
  const pieces = typeof source === 'string' || source instanceof Uint8Array ? inPieces(source) : source;
  const fasta = normaliseFasta(pieces, { molecule: 'protein', keepCase: false, ...rules });
  const text = await textOf(fasta.text);
  return { text, summary: fasta.summary() };
}
