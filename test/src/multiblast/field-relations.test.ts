import { describe, expect, it } from '@jest/globals';
import { errorsOf, optionsOf } from './parsed.ts';

const template = { templateType: 'coding', templateLength: 18 };

describe('rules over several fields', () => {
  it.each([
    ['blastp', { cullingLimit: 1, bestHitOverhang: 0.1 }, ['cullingLimit', 'bestHitOverhang']],
    ['blastp', { cullingLimit: 0, bestHitScoreEdge: 0.1 }, ['cullingLimit', 'bestHitScoreEdge']],
    [
      'psiblast',
      { cullingLimit: 1, bestHitOverhang: 0.1, bestHitScoreEdge: 0.1 },
      ['cullingLimit', 'bestHitOverhang', 'bestHitScoreEdge'],
    ],
    ...(['blastn', 'blastp', 'blastx', 'tblastn', 'tblastx'] as const).map(
      (tool) => [tool, { dbSoftMask: '1', dbHardMask: '1' }, ['dbSoftMask', 'dbHardMask']] as const,
    ),
    ['blastn', { task: 'dc-megablast', templateType: 'coding' }, ['templateType']],
    ['blastn', { task: 'dc-megablast', templateLength: 18 }, ['templateLength']],
    ['blastn', template, ['templateType', 'templateLength']],
    ['blastn', { task: 'dc-megablast', wordSize: 13 }, ['wordSize']],
    ['blastn', { offDiagonalRange: 5 }, ['offDiagonalRange']],
    ['blastn', { offDiagonalRange: 5, windowSize: 0 }, ['offDiagonalRange', 'windowSize']],
    ['blastp', { ungappedOnly: true }, ['ungappedOnly']],
    [
      'blastx',
      { ungappedOnly: true, compBasedStats: 'comp-based-stats' },
      ['ungappedOnly', 'compBasedStats'],
    ],
    [
      'blastp',
      { ungappedOnly: true, useSWTraceback: true, compBasedStats: 'none' },
      ['ungappedOnly', 'useSWTraceback'],
    ],
    ['blastp', { matrix: 'IDENTITY', wordSize: 6 }, ['wordSize', 'matrix']],
    ['blastp', { matrix: 'IDENTITY', useSWTraceback: true }, ['useSWTraceback', 'matrix']],
    ['blastp', { wordSize: 5, threshold: 9 }, ['threshold', 'wordSize']],
    ['blastp', { gapOpen: 3 }, ['gapOpen']],
    ['blastp', { gapOpen: 11, gapExtend: 3 }, ['gapOpen', 'gapExtend']],
    ['blastp', { matrix: 'PAM30', gapOpen: 11, gapExtend: 1 }, ['gapOpen', 'gapExtend', 'matrix']],
    ['blastx', { matrix: 'BLOSUM80', gapOpen: 14, gapExtend: 2 }, ['gapOpen', 'gapExtend', 'matrix']],
    ['blastn', { reward: 2 }, ['reward']],
    ['blastn', { reward: 3, penalty: -5 }, ['reward', 'penalty']],
    ['blastn', { task: 'blastn', gapOpen: 0, gapExtend: 0 }, ['gapOpen', 'gapExtend']],
    ['blastn', { nonGreedy: true }, ['nonGreedy']],
    ['blastn', { task: 'rmblastn', reward: 1 }, ['reward']],
    ['rpsblast', { cullingLimit: 1, sumStats: true }, ['cullingLimit', 'sumStats']],
  ] as const)('%s refuses %j at %j', (tool, fields, paths) => {
    const errors = errorsOf({ tool, ...fields });
    expect(Object.keys(errors).sort()).toEqual(paths.map((name) => `blastConfig.${name}`).sort());
  });

  it.each([
    ['blastp', { bestHitOverhang: 0.1, bestHitScoreEdge: 0.1, subjectBestHit: true }],
    ['blastp', { ungappedOnly: true, compBasedStats: 'none' }],
    ['blastp', { matrix: 'PAM30', gapOpen: 7, gapExtend: 2 }],
    ['blastn', { ...template, task: 'dc-megablast', wordSize: 12 }],
    ['blastn', { offDiagonalRange: 5, windowSize: 40 }],
    ['blastn', { reward: 2, penalty: -4 }],
  ] as const)('%s takes %j', (tool, fields) => {
    expect(Object.keys(optionsOf({ tool, ...fields }))).not.toHaveLength(0);
  });

  it.each([
    ['blastn', { task: 'dc-megablast', templateType: 'best', templateLength: 18 }, ['templateType']],
    ['blastp', { ungappedOnly: true, compBasedStats: 'no' }, ['compBasedStats']],
    ['blastp', { gapOpen: '9', gapExtend: 3 }, ['gapOpen']],
    ['blastp', { matrix: 'BLOSUM', gapOpen: 9, gapExtend: 3 }, ['matrix']],
  ] as const)('say nothing beside a refused value: %s %j', (tool, fields, paths) => {
    const errors = errorsOf({ tool, ...fields });
    expect(Object.keys(errors)).toEqual(paths.map((name) => `blastConfig.${name}`));
  });

  it('are explained in the names of the fields', () => {
    const errors = Object.values(
      errorsOf({
        tool: 'blastp',
        cullingLimit: 1,
        bestHitOverhang: 0.1,
        gapOpen: 3,
        ungappedOnly: true,
        dbSoftMask: '1',
        dbHardMask: '2',
      }),
    );
    expect(errors.flat().filter((message) => /[a-z]_[a-z]|gapopen/.test(message))).toEqual([]);
    expect(errors.flat()).toContain(
      'Options "cullingLimit" and "bestHitOverhang" exclude each other; give one of them.',
    );
  });
});
