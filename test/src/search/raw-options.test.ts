import { describe, expect, it } from '@jest/globals';
import { parseRawOptions } from '../../../src/search/raw-options.ts';

describe('parseRawOptions', () => {
  it('reads options, flags, negative numbers, task and output format', () => {
    const text = `-evalue 0.01 -outfmt '7 std staxids' -task blastp-fast -penalty -3 -ungapped -lcase_masking`;
    expect(parseRawOptions(text)).toEqual({
      options: { evalue: '0.01', penalty: '-3', ungapped: true, lcase_masking: true },
      task: 'blastp-fast',
      outfmt: '7 std staxids',
    });
  });

  it.each([
    ['', {}],
    [' \t\n', {}],
    ['-evalue=1e-5', { evalue: '1e-5' }],
    ['-seg="12 2.2 2.5"', { seg: '12 2.2 2.5' }],
    [`-seg "12 2.2"' 2.5'`, { seg: '12 2.2 2.5' }],
    [`-dust '20 64 1'\r\n -evalue\t10`, { dust: '20 64 1', evalue: '10' }],
    [`-db_soft_mask "it's"`, { db_soft_mask: "it's" }],
    [`-seg ''`, { seg: '' }],
    [`-penalty "-3"`, { penalty: '-3' }],
    ['-xdrop_gap -.5', { xdrop_gap: '-.5' }],
    ['-constructor 1', { constructor: '1' }],
  ])('reads %j', (text, options) => {
    expect(parseRawOptions(text)).toEqual({ options });
  });

  it('keeps the characters of a quoted output format delimiter', () => {
    expect(parseRawOptions(`-outfmt '10 delim=| qacc'`).outfmt).toBe('10 delim=| qacc');
  });

  it.each([
    [`-outfmt '7 std`, /quote at column 9 is never closed/],
    ['-evalue "1', /quote at column 9 is never closed/],
    ['-evalue 1 -evalue 2', /-evalue is given more than once/],
    ['-evalue 1 -task a -task b', /-task is given more than once/],
    ['blastp -evalue 1', /"blastp" at column 1 is not an option/],
    ['-evalue 1 2', /"2" at column 11 is not an option/],
    ['--evalue 1', /one dash/],
    ['-', /"-" at column 1/],
    [`'-evalue' 1`, /"-evalue" at column 1/],
    ['-task', /-task needs a value/],
    [`-outfmt '' -evalue 1`, /-outfmt needs a value/],
    ['-__proto__ 1', /not an option/],
    ['-evalue $HOME', /\$ at column 9/],
    ['-evalue "$(id)"', /\$ at column 10/],
    [`-evalue '\`id\`'`, /` at column 10/],
    ['-evalue 1; rm -rf /', /; at column 10/],
    ['-evalue 1 | tee x', /\| at column 11/],
    ['-evalue 1 & true', /& at column 11/],
    ['-evalue 1 > out', /> at column 11/],
    ['-evalue 1 < in', /< at column 11/],
    ['-evalue *', /\* at column 9/],
    ['-evalue 1\\ 2', /\\ at column 10/],
    ['-evalue (1)', /\( at column 9/],
    ['-evalue {1,2}', /\{ at column 9/],
    ['-evalue 1 # note', /# at column 11/],
    ['-evalue ~', /~ at column 9/],
    ['-evalue !1', /! at column 9/],
    ['-evalue 1\u0000', /column 10/],
    [`-seg '12\n2.2'`, /column 9/],
    ['-evalue １', /column 9/],
    [`-evalue ${'1'.repeat(20_001)}`, /longer than 20000/],
  ])('refuses %j', (text, message) => {
    expect(() => parseRawOptions(text)).toThrow(message);
    expect(() => parseRawOptions(text)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
