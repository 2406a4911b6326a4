import { readFile } from 'node:fs/promises';

/** One text as people send it, and what becomes of it. */
export interface OddFasta {
  readonly title: string;
  readonly program: 'blastn' | 'blastp';
  readonly options?: Readonly<Record<string, string>>;
  /** With `{protein}` and `{dna}` (`:wrapped`, `:crlf`, `:lower`, `:spaced`, `:rna`) in place of a real sequence. */
  readonly text?: string;
  readonly base64?: string;
  /** BLAST+ 2.12.0: exits with an error, warns, or says nothing. */
  readonly tool: 'fails' | 'warns' | 'silent';
  /** `accepted` (then with the rows that BLAST+ gives for the text as it is, or `otherRows`), or our error code. */
  readonly here: string;
  readonly otherRows?: boolean;
  readonly why: string;
}

/** The corpus, with the bytes of each text. */
export async function oddFastas(): Promise<(OddFasta & { readonly bytes: Uint8Array })[]> {
  const [cases, protein, dna] = await Promise.all([
    readFile(new URL('../fixtures/fasta-oddities/cases.json', import.meta.url), 'utf8'),
    firstSequence('proteins'),
    firstSequence('nucleotides'),
  ]);
  return (JSON.parse(cases) as OddFasta[]).map((odd) => {
    const text = odd.text ?? Buffer.from(odd.base64 ?? '', 'base64').toString('latin1');
    const filled = text
      .replace(/\{protein(?::(\w+))?\}/g, (_, form?: string) => inForm(protein, form))
      .replace(/\{dna(?::(\w+))?\}/g, (_, form?: string) => inForm(dna, form));
    return { ...odd, bytes: Buffer.from(filled, odd.text === undefined ? 'latin1' : 'utf8') };
  });
}

/** The first 120 residues of a fixture. */
export async function firstSequence(fixture: 'proteins' | 'nucleotides'): Promise<string> {
  const text = await readFile(new URL(`../fixtures/${fixture}/database.fasta`, import.meta.url), 'utf8');
  const [, record = ''] = text.split(/^>.*$/m);
  return record.replaceAll('\n', '').slice(0, 120);
}

function inForm(sequence: string, form: string | undefined): string {
  switch (form) {
    case 'wrapped':
      return sequence.replace(/.{60}/g, '$&\n');
    case 'crlf':
      return sequence.replace(/.{60}/g, '$&\r\n');
    case 'spaced':
      return sequence.replace(/.{10}/g, '$& ');
    case 'lower':
      return sequence.toLowerCase();
    case 'rna':
      return sequence.replaceAll('T', 'U');
    default:
      return sequence;
  }
}
