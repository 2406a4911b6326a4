import { splittingRuleOf, type SplittingRule } from '../../src/search/exactness.ts';
import type { Program } from '../../src/search/program.ts';
import { fixtureRecords, residuesOf } from './real-sequences.ts';
import { chunksOf, SplitRig } from './split-rig.ts';

let rig: SplitRig;
let nucleotides: string[];
let proteins: string[];
beforeAll(async () => {
  rig = await SplitRig.create();
  nucleotides = await fixtureRecords('nucleotides/query.fasta');
  proteins = await fixtureRecords('proteins/database.fasta');
});
afterAll(async () => {
  await rig.remove();
});

describe('the reader of BLAST+ makes the batches that the plan expects', () => {
  it.each([
    ['blastp', 'blastp', 4_321],
    ['blastp', 'blastp-fast', 7_000],
    ['blastx', 'blastx', 12_345],
    ['tblastn', 'tblastn', 5_000],
    ['tblastx', 'tblastx', 20_001],
    ['blastn', 'blastn', 15_000],
    ['blastn', 'megablast', 9_999],
    ['blastn', 'dc-megablast', 30_000],
  ] as const)('%s, task %s, %d residues', async (program, task, batchSizeResidues) => {
    const rule: SplittingRule = {
      cut: 'reader-batches',
      batchSizeResidues,
      chunkResidues: batchSizeResidues,
      provedBy: 'here',
    };
    const records =
      program === 'blastp' || program === 'tblastn' ? proteins.slice(0, 80) : nucleotides.slice(0, 60);
    const args = ['-evalue', '1e-30', ...(program === 'tblastx' ? [] : ['-task', task])];
    const search = { program, args, fasta: records.join(''), rule };
    const archives =
      (await rig.blast(search, search.fasta, ['-outfmt', '11'])).split('Blast4-archive ::=').length - 1;
    expect(archives).toBe((await chunksOf(search)).length);
    expect(archives).toBeGreaterThan(2);
  });
});

describe('cut anywhere, these give other rows than the whole, so they are not', () => {
  it.each<[Program, readonly string[]]>([
    ['tblastx', []],
    ['blastn', ['-task', 'blastn', '-evalue', '300']],
    ['blastn', ['-task', 'megablast', '-word_size', '11']],
  ])(
    '%s %j',
    async (program, args) => {
      const fasta = nucleotides.slice(0, 60).join('');
      const eachAlone: SplittingRule = {
        cut: 'anywhere',
        batchSizeResidues: 1e8,
        chunkResidues: 1,
        provedBy: 'nothing',
      };
      const search = { program, args, fasta, rule: eachAlone };
      const { rows, chunkCount } = await rig.chunked(search);
      expect(chunkCount).toBe(60);
      expect(rows).not.toBe(await rig.whole(search));
    },
    60_000,
  );
});

describe('a query with a sequence longer than a batch gives the rows of the whole, byte for byte', () => {
  it.each<[Program, string, number]>([
    ['blastp', 'blastp', 12_000],
    ['blastx', 'blastx', 25_000],
    ['tblastn', 'tblastn', 30_000],
  ])(
    '%s, task %s, %d residues',
    async (program, task, length) => {
      const records = program === 'blastx' ? nucleotides : proteins;
      const long = `>long\n${records.map(residuesOf).join('').slice(-length)}\n`;
      const fasta = [...records.slice(0, 50), long, ...records.slice(50, 90)].join('');
      const search = {
        program,
        args: ['-task', task, '-evalue', '100'],
        fasta,
        rule: splittingRuleOf(program, task),
      };
      const { rows, chunkCount } = await rig.chunked(search);
      expect(chunkCount).toBeGreaterThan(1);
      expect(rows).toBe(await rig.whole(search));
    },
    120_000,
  );
});
