import { describe, expect, it } from '@jest/globals';
import { searchArgv } from '../../../src/search/search-argv.ts';

const tail = ['-outfmt', '11', '-num_threads', '1'];

describe('searchArgv', () => {
  it('puts task and databases first, options by name, archive format and one thread last', () => {
    const options = { soft_masking: 'true', evalue: '0.001', lcase_masking: '', seg: '12 2.2 2.5' };
    expect(searchArgv({ program: 'blastp', task: 'blastp-fast', options, databases: ['a', 'b.1'] })).toEqual([
      '-task',
      'blastp-fast',
      '-db',
      'a b.1',
      '-evalue',
      '0.001',
      '-lcase_masking',
      '-seg',
      '12 2.2 2.5',
      '-soft_masking',
      'true',
      ...tail,
    ]);
  });

  it('gives the same arguments whatever the order of the options', () => {
    const of = (options: Record<string, string>) =>
      searchArgv({ program: 'blastn', task: 'blastn', options, databases: ['db'] });
    expect(of({ penalty: '-3', evalue: '1' })).toEqual(of({ evalue: '1', penalty: '-3' }));
  });

  it('gives tblastx no task, since the tool has no such option', () => {
    expect(searchArgv({ program: 'tblastx', task: 'tblastx', options: {}, databases: ['db'] })).toEqual([
      '-db',
      'db',
      ...tail,
    ]);
  });

  it.each([[[]], [['']], [['-remote']], [['a b']], [['../secret']], [['a', '/etc/passwd']]])(
    'refuses the databases %j',
    (databases) => {
      expect(() => searchArgv({ program: 'blastp', task: 'blastp', options: {}, databases })).toThrow(
        expect.objectContaining({ code: 'UNKNOWN_DATABASE' }),
      );
    },
  );
});
