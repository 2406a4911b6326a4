import { parseOutfmt } from '../../../src/report/index.ts';
import { standardFields, tabularFields } from '../../../src/report/fields.ts';

describe('parseOutfmt gives one canonical form', () => {
  it.each([
    ['6', { outfmt: 6, fields: standardFields }],
    ['6 std', { outfmt: 6, fields: standardFields }],
    [`6 ${standardFields.join(' ')}`, { outfmt: 6, fields: standardFields }],
    ['  7   std  qcovs staxids ', { outfmt: 7, fields: [...standardFields, 'qcovs', 'staxids'] }],
    ['6 qlen std qlen evalue', { outfmt: 6, fields: ['qlen', ...standardFields] }],
    ['6 delim=@ qaccver', { outfmt: 6, fields: ['qaccver'], delimiter: '@' }],
    ['10 delim=, std', { outfmt: 10, fields: standardFields }],
    ['10 delim=;', { outfmt: 10, fields: standardFields, delimiter: ';' }],
    ['17 SR SQ SR', { outfmt: 17, fields: ['SQ', 'SR'] }],
    ['17', { outfmt: 17, fields: [] }],
    ['05', { outfmt: 5, fields: [] }],
    [`6 ${tabularFields.join(' ')}`, { outfmt: 6, fields: tabularFields }],
  ])('%s', (text, expected) => {
    expect(parseOutfmt(text)).toEqual(expected);
  });
});

describe('parseOutfmt says what to change', () => {
  it.each([
    ['', 'begins with its number'],
    ['std', 'begins with its number'],
    ['-6', 'begins with its number'],
    ['6std', 'begins with its number'],
    ['19', 'Output format 19 is not offered'],
    ['99', 'Output format 99 is not offered'],
    ['6 qcov', 'Did you mean "qcovs"?'],
    ['6 pidnet', 'Did you mean "pident"?'],
    ['6 Evalue', 'Did you mean "evalue"?'],
    ['6 nothing-like-it', 'It knows qseqid'],
    ['6 SQ', 'has no field "SQ"'],
    ['17 std', 'has no field "std"'],
    ['17 sq', 'Did you mean "SQ"?'],
    ['17 delim=@ SQ', 'takes no "delim"'],
    ['5 std', 'has no columns to choose'],
    ['0 -html', 'has no columns to choose'],
    ['6 delim=ab std', 'one punctuation character'],
    ['6 delim= std', 'one punctuation character'],
    ['6 delim=a', 'one punctuation character'],
    ['6 std delim=@', 'directly after the number'],
    ['6 $(touch x)', 'has no field "$(touch"'],
    [`6 ${'x'.repeat(100_000)}`, `has no field "${'x'.repeat(40)}…"`],
  ])('%.40s', (text, message) => {
    expect(() => parseOutfmt(text)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });
});
