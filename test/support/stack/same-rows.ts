import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SearchForm } from './api-client.ts';

const fixtures = new URL('../../fixtures/proteins/', import.meta.url).pathname;
export const proteins = readFileSync(join(fixtures, 'database.fasta'), 'utf8');

/** Every so-many-th sequence of the database as a query; every second makes some 40,000 residues and four chunks or so. */
function everyNth(n: number): string {
  const sequences = proteins.split(/^(?=>)/m);
  return sequences.filter((_, index) => index % n === 0).join('');
}

export interface SameRows {
  /**
   * A search that nobody has asked for; its threshold differs in the sixth digit, where no hit lies.
   * @param outfmt - a table where none is given
   */
  next(outfmt?: number): SearchForm;
  /** What BLAST+ prints for the query in one run, as a table. */
  readonly rows: string;
}

/** Searches that give the same rows and share neither a key nor a chunk. */
export function sameRows(dataDirectory: string, nth = 2): SameRows {
  const query = everyNth(nth);
  let number = 1;
  // No zero at the end, which no report would show: all of them are as long.
  const threshold = (): string => `1.${String(number++).padStart(5, '0')}1e-6`;
  const queryFile = join(dataDirectory, 'same-rows.fasta');
  writeFileSync(queryFile, query);
  const rows = execFileSync(
    'blastp',
    ['-db', 'proteins', '-query', queryFile, '-evalue', '1e-6', '-outfmt', '6'],
    {
      encoding: 'utf8',
      env: { ...process.env, BLASTDB: join(dataDirectory, 'databases'), BATCH_SIZE: '10000' },
      maxBuffer: 1 << 26,
    },
  );
  return {
    rows,
    next: (outfmt = 6) => ({
      program: 'blastp',
      db: 'proteins',
      fasta: query,
      options: `-evalue ${threshold()} -outfmt ${String(outfmt)}`,
    }),
  };
}
