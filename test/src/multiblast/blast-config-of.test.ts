import { describe, expect, it } from '@jest/globals';
import { blastConfigOf } from '../../../src/multiblast/blast-config-of.ts';
import { programs, programTable, type Program } from '../../../src/search/program.ts';
import { randomOptions } from '../../oracle/random-options.ts';
import { forgottenFields, randomBlastConfig } from '../../support/random-blast-config.ts';
import { seeded } from '../../support/seeded.ts';
import { optionsOf, parsed } from './parsed.ts';

const configurationsPerTool = 300;
const seed = 20_241_030;

/** The contract has no word for some ways to compare compositions where profiles are searched or made. */
function isOffered(program: Program, option: string, value: string): boolean {
  const fewerWords = program === 'deltablast' || program === 'rpsblast' || program === 'rpstblastn';
  const unnamed = option === 'comp_based_stats' && fewerWords && Number(value) > 1;
  return !unnamed && option !== 'domain_inclusion_ethresh';
}

describe('a configuration that is shown and read again', () => {
  it.each(programs)('of %s is the same search', (program) => {
    const random = seeded(seed);
    for (let count = 0; count < configurationsPerTool; count++) {
      const first = parsed(randomBlastConfig(program, random, { withMasks: true }));
      const again: unknown = JSON.parse(
        JSON.stringify(blastConfigOf(program, first.task, first.options.options)),
      );
      expect(parsed(again)).toEqual(first);
      expect(first.config).toEqual(again);
    }
  });

  it.each(programs.flatMap((program) => programTable[program].tasks.map((task) => [program, task] as const)))(
    'of %s, task %s, is the same search for options of the search core',
    (program, task) => {
      const random = seeded(seed);
      for (let count = 0; count < 50; count++) {
        const options = randomOptions(program, task, random);
        const offered = Object.fromEntries(
          Object.entries(options.options).filter(([name, value]) => isOffered(program, name, value)),
        );
        expect(parsed(blastConfigOf(program, task, options.options)).options).toEqual({
          ...options,
          options: offered,
        });
      }
    },
  );

  it.each(programs)('%s: every field is drawn, but for what is refused everywhere', (program) => {
    expect(forgottenFields(program)).toEqual(program === 'blastn' ? ['indexName'] : []);
  });

  it('shows every form as the contract writes it', () => {
    const config = {
      tool: 'blastp',
      task: 'blastp-fast',
      queryLocation: { start: 5, stop: 100 },
      eValue: '1e300',
      softMasking: true,
      maxHSPs: 3,
      dbSize: 5_000_000_000,
      searchSpace: '9007199254740993',
      compBasedStats: 'none',
      seg: { enabled: true, window: 10, locut: 1.8, hicut: 2.5 },
      bestHitOverhang: 0.25,
    };
    expect(parsed(config).config).toEqual(config);
    expect(parsed({ tool: 'blastx', seg: { enabled: false, window: 3 } }).config).toEqual({
      tool: 'blastx',
      seg: { enabled: false },
    });
    const template = { templateType: 'coding-and-optimal', templateLength: 18 };
    const discontiguous = { tool: 'blastn', task: 'dc-megablast', ...template };
    expect(parsed(discontiguous).config).toEqual(discontiguous);
  });
});

describe('values equal to the default of the tool are dropped', () => {
  it.each([
    [{ tool: 'blastn', task: 'megablast', softMasking: true, strand: 'both', wordSize: 28 }],
    [{ tool: 'blastn', dust: { enabled: true }, useIndex: false, nonGreedy: false, offDiagonalRange: 0 }],
    [{ tool: 'blastn', dust: { level: 20, window: 64, linker: 1 }, gapOpen: 0, gapExtend: 0 }],
    [{ tool: 'blastp', eValue: '10.0', maxTargetSequences: 500, seg: { enabled: false }, dbSize: 0 }],
    [
      {
        tool: 'blastp',
        softMasking: false,
        lowercaseMasking: false,
        parseDefLines: false,
        matrix: 'BLOSUM62',
      },
    ],
    [{ tool: 'blastp', compBasedStats: 'comp-based-score-adjustment-conditional', useSWTraceback: false }],
    [{ tool: 'blastp', task: 'blastp', cullingLimit: 0, queryCoverageHSPPercent: 0, threshold: 11 }],
    [{ tool: 'blastx', seg: { enabled: true }, sumStats: true, queryGenCode: 1, maxIntronLength: 0 }],
    [{ tool: 'tblastn', dbGenCode: 1, threshold: 13, ungappedOnly: false }],
    [{ tool: 'tblastx', sumStats: true, windowSize: 40 }],
    [{ tool: 'psiblast', gapTrigger: 22, wordSize: 3, sumStats: false }],
    [{ tool: 'deltablast', compBasedStats: 'comp-based-stats', subjectBestHit: false }],
    [{ tool: 'rpsblast', compBasedStats: 'comp-based-stats', cullingLimit: 0, sumStats: false }],
    [{ tool: 'rpstblastn', compBasedStats: 'comp-based-stats', strand: 'both', ungappedOnly: false }],
  ])('%j', (config) => {
    expect(optionsOf(config)).toEqual({});
    expect(parsed(config).config).toEqual({ tool: config.tool });
  });
});

describe('values that only the contract calls a default are passed on', () => {
  it.each([
    [{ tool: 'blastn', softMasking: false }, { soft_masking: 'false' }],
    [{ tool: 'blastx', sumStats: false }, { sum_stats: 'false' }],
    [{ tool: 'tblastn', seg: { enabled: false } }, { seg: 'no' }],
    [{ tool: 'blastp', seg: { enabled: true } }, { seg: '12 2.2 2.5' }],
    [{ tool: 'blastp', searchSpace: 0 }, { searchsp: '0' }],
    [{ tool: 'blastn', task: 'blastn', wordSize: 28 }, { word_size: '28' }],
    [{ tool: 'blastp', task: 'blastp-short', matrix: 'BLOSUM62' }, { matrix: 'BLOSUM62' }],
    [{ tool: 'rpsblast', compBasedStats: 'simplified' }, { comp_based_stats: '0' }],
    [{ tool: 'deltablast', compBasedStats: 'none' }, { comp_based_stats: '0' }],
  ])('%j', (config, options) => {
    expect(optionsOf(config)).toEqual(options);
  });
});
