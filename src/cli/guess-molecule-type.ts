export type MoleculeType = 'protein' | 'nucleotide';

/** Real nucleotide sequences have few ambiguity codes; in proteins these letters are a good third. */
const nucleotideShare = 0.9;
/** Fewer letters prove nothing. */
const fewestLetters = 10;

/** What the sequences at the start of a FASTA file are, or `undefined` where that cannot be told. */
export function guessMoleculeType(sample: Uint8Array): MoleculeType | undefined {
  const sequences = new TextDecoder()
    .decode(sample)
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('>') && !line.startsWith(';'))
    .join('')
    .replace(/[^A-Za-z*]/g, '');
  if (sequences.length < fewestLetters) return undefined;
  const bases = sequences.replace(/[^ACGTUNacgtun]/g, '').length;
  return bases / sequences.length >= nucleotideShare ? 'nucleotide' : 'protein';
}
