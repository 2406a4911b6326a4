import { describe, expect, it } from '@jest/globals';
import { parseProgram, programs, programTable } from '../../../src/search/program.ts';

describe('programTable', () => {
  it.each([
    ['blastn', 'nucleotide', 'nucleotide', 'megablast'],
    ['blastp', 'protein', 'protein', 'blastp'],
    ['blastx', 'nucleotide', 'protein', 'blastx'],
    ['tblastn', 'protein', 'nucleotide', 'tblastn'],
    ['tblastx', 'nucleotide', 'nucleotide', 'tblastx'],
    ['psiblast', 'protein', 'protein', 'psiblast'],
    ['deltablast', 'protein', 'protein', 'deltablast'],
    ['rpsblast', 'protein', 'protein', 'rpsblast'],
    ['rpstblastn', 'nucleotide', 'protein', 'rpstblastn'],
  ] as const)(
    '%s compares a %s query with a %s database, by default as %s',
    (program, query, database, task) => {
      const entry = programTable[program];
      expect([entry.queryMolecule, entry.databaseMolecule, entry.defaultTask]).toEqual([
        query,
        database,
        task,
      ]);
      expect(entry.tasks).toContain(task);
    },
  );

  it('offers SAM for blastn alone', () => {
    expect(programs.filter((program) => !programTable[program].excludedFormats.includes(17))).toEqual([
      'blastn',
    ]);
  });
});

describe('parseProgram', () => {
  it('takes every program', () => {
    expect(programs.map(parseProgram)).toEqual([...programs]);
  });

  it.each(['', 'BLASTP', 'blast', 'constructor', '__proto__', 'blastp '])(
    'refuses %j and names what exists',
    (name) => {
      expect(() => parseProgram(name)).toThrow(expect.objectContaining({ code: 'UNKNOWN_PROGRAM' }));
      expect(() => parseProgram(name)).toThrow(
        /blastn, blastp, .*, psiblast, deltablast, rpsblast, rpstblastn/,
      );
    },
  );
});
