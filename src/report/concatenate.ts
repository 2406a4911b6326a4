import { noFragment, type Fragments } from './fragment.ts';

/** Joins reports that are one part for each query and nothing else (outfmt 8, 9, 11, 12, 18), byte after byte. */
export async function* concatenate(fragments: Fragments): AsyncIterable<Uint8Array> {
  let first = true;
  for await (const { body } of fragments) {
    yield* body;
    first = false;
  }
  if (first) throw noFragment();
}
