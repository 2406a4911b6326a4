import { splittingRuleOf } from '../../src/search/exactness.ts';
import { fixtureRecords } from './real-sequences.ts';
import { SplitRig, type SplitSearch } from './split-rig.ts';

describe('a normalised query gives the rows that BLAST+ gives for the text as it was sent', () => {
  let rig: SplitRig;
  let records: { name: string; residues: string }[];
  beforeAll(async () => {
    rig = await SplitRig.create();
    records = (await fixtureRecords('proteins/query.fasta')).slice(0, 3).map((record) => {
      const [name = '', ...lines] = record.trimEnd().split('\n');
      return { name, residues: lines.join('\n') };
    });
  });
  afterAll(async () => {
    await rig.remove();
  });

  it.each<[string, (names: readonly string[], residues: readonly string[]) => string]>([
    ['wrapped lines', ([a], [x]) => `${a}\n${x}\n`],
    ['CRLF', ([a], [x]) => `${a}\n${x}\n`.replaceAll('\n', '\r\n')],
    ['old Mac line ends', ([a, b], [x, y]) => `${a}\n${x}\n${b}\n${y}\n`.replaceAll('\n', '\r')],
    ['lower case', ([a], [x = '']) => `${a}\n${x.toLowerCase()}\n`],
    ['white space and blank lines', ([a], [x = '']) => `\n${a}  \n\n ${x.replaceAll('L', ' L\t')}  \n\n`],
    ['alignment gaps', ([a], [x = '']) => `${a}\n${x.replaceAll('L', '-L--')}\n`],
    ['comment lines', ([a, b], [x, y]) => `;one\n${a}\n#two\n${x}\n!three\n${b}\n${y}\n`],
    ['J, O, U, B, Z, X and stops', ([a], [x = '']) => `${a}\nJOUBZX*${x}*\n`],
    ['no name', (_, [x]) => `${x}\n`],
    ['an empty name', ([a], [x, y, z]) => `>\n${x}\n${a}\n${y}\n>\n${z}\n`],
    ['a space before the name', (_, [x]) => `> spaced out\n${x}\n`],
    ['equal names', (_, [x, y]) => `>same\n${x}\n>same\n${y}\n`],
    ['names in another script', (_, [x]) => `>é|ß ü\n${x}\n`],
  ])('%s', async (_, write) => {
    const fasta = write(
      records.map(({ name }) => name),
      records.map(({ residues }) => residues),
    );
    const search: SplitSearch = {
      program: 'blastp',
      args: [],
      fasta,
      rule: splittingRuleOf('blastp', 'blastp'),
    };
    const rows = await rig.whole(search);
    expect(rows).toBe(await rig.blast(search, fasta, ['-outfmt', '6']));
    expect(rows).not.toBe('');
  });
});
