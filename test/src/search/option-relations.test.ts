import { describe, expect, it } from '@jest/globals';
import { parseSearchOptions } from '../../../src/search/canonical-options.ts';

describe('combinations of options', () => {
  it.each([
    ['blastp', 'blastp', { culling_limit: 1, best_hit_overhang: 0.1 }, 'culling_limit'],
    ['blastp', 'blastp', { culling_limit: 0, best_hit_score_edge: 0.1 }, 'culling_limit'],
    ['blastp', 'blastp', { db_soft_mask: 1, db_hard_mask: 1 }, 'db_soft_mask'],
    ['blastp', 'blastp', { taxids: 1, negative_taxids: 2 }, 'taxids'],
    ['blastp', 'blastp', { ungapped: true, use_sw_tback: true, comp_based_stats: 0 }, 'ungapped'],
    ['blastp', 'blastp', { ungapped: true }, 'ungapped'],
    ['blastx', 'blastx', { ungapped: true, comp_based_stats: 1 }, 'ungapped'],
    ['blastn', 'dc-megablast', { template_type: 'coding' }, 'template_type'],
    ['blastn', 'dc-megablast', { template_length: 18 }, 'template_length'],
    ['blastn', 'megablast', { template_type: 'coding', template_length: 18 }, 'template_type'],
    ['blastn', 'dc-megablast', { word_size: 13 }, 'word_size'],
    ['blastn', 'megablast', { off_diagonal_range: 5 }, 'off_diagonal_range'],
    ['blastn', 'dc-megablast', { off_diagonal_range: 5, window_size: 0 }, 'off_diagonal_range'],
    ['blastp', 'blastp', { matrix: 'IDENTITY', word_size: 6 }, 'word_size'],
    ['tblastn', 'tblastn-fast', { matrix: 'IDENTITY' }, 'word_size'],
    ['blastp', 'blastp', { matrix: 'IDENTITY', use_sw_tback: true }, 'use_sw_tback'],
    ['blastx', 'blastx', { matrix: 'IDENTITY' }, 'matrix'],
    ['blastp', 'blastp', { word_size: 5, threshold: 9 }, 'threshold'],
    ['blastp', 'blastp-fast', { threshold: 5 }, 'threshold'],
    ['tblastx', 'tblastx', { max_intron_length: 100 }, 'max_intron_length'],
    ['blastp', 'blastp', { gapopen: 3 }, 'gapopen'],
    ['blastp', 'blastp', { gapopen: 11, gapextend: 3 }, 'gapopen'],
    ['blastp', 'blastp', { matrix: 'PAM30', gapextend: 2 }, 'gapextend'],
    ['blastp', 'blastp-short', { gapopen: 11 }, 'gapopen'],
    ['blastn', 'megablast', { reward: 2 }, 'reward'],
    ['blastn', 'megablast', { penalty: -1 }, 'penalty'],
    ['blastn', 'megablast', { gapopen: 5 }, 'gapopen'],
    ['blastn', 'megablast', { no_greedy: true }, 'no_greedy'],
    ['blastn', 'blastn', { gapopen: 0, gapextend: 0 }, 'gapopen'],
    ['blastn', 'blastn', { reward: 3, penalty: -5 }, 'reward'],
    ['blastn', 'blastn', { gapopen: 2, gapextend: 1 }, 'gapopen'],
    ['blastn', 'blastn', { penalty: -1 }, 'penalty'],
    ['blastn', 'rmblastn', { reward: 1 }, 'reward'],
    ['blastn', 'rmblastn', { penalty: -1 }, 'penalty'],
  ] as const)('%s, task %s, refuses %j, naming %s', (program, task, input, field) => {
    const parse = () => parseSearchOptions(program, task, input);
    expect(parse).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', location: { field } }));
  });

  it.each([
    ['blastp', 'blastp', { best_hit_overhang: 0.1, best_hit_score_edge: 0.1, subject_besthit: true }],
    ['blastp', 'blastp', { ungapped: true, comp_based_stats: 0, gapopen: 3 }],
    ['blastn', 'dc-megablast', { template_type: 'optimal', template_length: 21, word_size: 12 }],
    ['blastn', 'dc-megablast', { off_diagonal_range: 5 }],
    ['blastn', 'megablast', { off_diagonal_range: 5, window_size: 40 }],
    ['blastn', 'megablast', { gapopen: 5, gapextend: 2, no_greedy: true }],
    ['blastn', 'megablast', { gapextend: 2 }],
    ['blastn', 'megablast', { reward: 2, penalty: -4 }],
    ['blastn', 'blastn', { reward: 2, penalty: -4, gapopen: 6, gapextend: 2 }],
    ['blastn', 'blastn', { gapopen: 30, gapextend: 30 }],
    ['blastn', 'blastn', { reward: 3, penalty: -5, ungapped: true }],
    ['blastn', 'rmblastn', { reward: 1, penalty: -1 }],
    ['blastp', 'blastp', { gapopen: 32767, gapextend: 32767 }],
    ['blastp', 'blastp', { word_size: 5, threshold: 10 }],
    ['tblastn', 'tblastn', { matrix: 'IDENTITY' }],
  ] as const)('%s, task %s, takes %j', (program, task, input) => {
    expect(Object.keys(parseSearchOptions(program, task, input).options)).not.toHaveLength(0);
  });

  it.each([
    ['blastp', 'blastp', { db_soft_mask: 1, db_hard_mask: 1 }, ['db_hard_mask']],
    ['blastn', 'dc-megablast', { template_length: 18 }, ['template_type']],
    ['blastp', 'blastp', { matrix: 'PAM30', gapextend: 2 }, ['gapopen', 'reward', 'penalty', 'matrix']],
    ['blastn', 'blastn', { penalty: -1 }, ['reward']],
  ] as const)('%s, task %s, with %j names what else may be changed', (program, task, input, others) => {
    const problems = [expect.objectContaining({ others })];
    const parse = () => parseSearchOptions(program, task, input);
    expect(parse).toThrow(expect.objectContaining({ details: { problems } }));
  });

  it('says which gap costs would do', () => {
    const parse = () => parseSearchOptions('blastp', undefined, { matrix: 'IDENTITY', gapopen: 1 });
    expect(parse).toThrow(
      'Gap costs 1,2 (gapopen,gapextend) are not supported with matrix IDENTITY; use one of 15,2',
    );
  });
});
