import type { PlatformError } from '../../../src/errors/index.ts';
import type { FastaRules } from '../../../src/formats/fasta-machine.ts';
import { normalised } from './fasta-text.ts';

const limits = { maxSequenceResidues: 3 };

describe('without a sink the first fault is thrown', () => {
  it.each<readonly [string, string, Partial<FastaRules>, string]>([
    ['a sequence too long, before its line ends', '>a\nMKV\n>b\nMKVL', { limits }, 'QUERY_TOO_LARGE'],
    ['dashes in a first line', '>a\n----\nMKV\n', { refuseDashedFirstLines: true }, 'INVALID_FASTA'],
    ['a missing first name', 'MKV\n>b\nMK\n', { refuseUnnamedFirst: true }, 'INVALID_FASTA'],
    ['a digit', '>a\nMK1\n', {}, 'INVALID_RESIDUE'],
  ])('%s', async (_, text, rules, code) => {
    const fault = expect.objectContaining({
      code,
      location: expect.not.objectContaining({ number: 1 }) as object,
    });
    await expect(normalised(text, rules)).rejects.toEqual(fault);
  });

  it('and none of these rules is in force unless it is asked for', async () => {
    expect((await normalised('----\nMKVL\n>b\nMK\n')).text).toBe('>Query_1\nMKVL\n>b\nMK\n');
    expect((await normalised('>a\n1 MK 2\n', { dropDigits: true })).text).toBe('>a\nMK\n');
  });
});

describe('with a sink', () => {
  it('each fault has its code and place, and what follows is read', async () => {
    const faults: PlatformError[] = [];
    const { summary } = await normalised('>a\nM?KVL\n>b\n>c\nMK\n', {
      limits,
      onFault: (fault) => faults.push(fault),
    });
    expect(faults.map(({ code, location }) => ({ code, ...location }))).toEqual([
      { code: 'INVALID_RESIDUE', sequence: 'a', line: 2, column: 2 },
      { code: 'QUERY_TOO_LARGE', sequence: 'a', line: 1 },
      { code: 'INVALID_FASTA', sequence: 'b', line: 3 },
    ]);
    expect(summary).toMatchObject({ sequenceCount: 3, residueCount: 6 });
  });
});
