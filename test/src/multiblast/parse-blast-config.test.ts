import { describe, expect, it } from '@jest/globals';
import { blastFields, fieldsOf } from '../../../src/multiblast/blast-fields.ts';
import { parseBlastConfig } from '../../../src/multiblast/parse-blast-config.ts';
import { programs } from '../../../src/search/program.ts';
import { errorsOf, optionsOf, parsed } from './parsed.ts';

describe('parseBlastConfig', () => {
  it.each(programs)('reads the bare tool %s as a search with its defaults', (tool) => {
    expect(parsed({ tool })).toMatchObject({
      program: tool,
      options: { options: {}, keepCase: false },
      config: { tool },
    });
  });

  it('gives task, canonical options and whether case counts', () => {
    const config = { tool: 'blastn', task: 'dc-megablast', eValue: '1E-05', lowercaseMasking: true };
    expect(parsed(config)).toEqual({
      program: 'blastn',
      task: 'dc-megablast',
      options: { task: 'dc-megablast', options: { evalue: '0.00001', lcase_masking: '' }, keepCase: true },
      config: { tool: 'blastn', task: 'dc-megablast', eValue: '0.00001', lowercaseMasking: true },
      terms: { program: 'blastn', keepCase: true, maxTargetSequences: 500 },
    });
  });

  it.each<[string, object, object | undefined]>([
    [
      'another field is refused',
      { tool: 'blastp', eValue: 1, maxTargetSequences: 9 },
      { maxTargetSequences: 9 },
    ],
    ['the task is refused', { tool: 'blastp', task: 'x' }, { maxTargetSequences: 500 }],
    ['the number of targets is refused', { tool: 'blastp', maxTargetSequences: 0 }, {}],
    ['the tool is refused', { tool: 'blast', maxTargetSequences: 9 }, undefined],
  ])('gives what queries are judged by where %s', (_what, config, rest) => {
    const { terms } = parseBlastConfig(config);
    expect(terms).toEqual(rest && { program: 'blastp', keepCase: false, ...rest });
  });

  it.each([undefined, null, 5, 'blastp', true, [], [{ tool: 'blastp' }]])(
    'refuses %j, which is no object',
    (value) => {
      expect(parseBlastConfig(value)).toEqual({
        errors: { general: [], byKey: { blastConfig: ['blastConfig must be an object in braces.'] } },
      });
    },
  );

  it.each([{}, { tool: null }, { tool: 'BLASTP' }, { tool: 5 }, { tool: ['blastp'] }, { tool: 'toString' }])(
    'names the nine tools for %j',
    (value) => {
      const errors = errorsOf(value);
      expect(Object.keys(errors)).toEqual(['blastConfig.tool']);
      expect(errors['blastConfig.tool']?.[0]).toContain(`one of ${programs.join(', ')}.`);
    },
  );

  it('checks names and types without a tool too', () => {
    const config = {
      task: 'any',
      eValue: 10,
      compBasedStats: 'simplified',
      dust: { level: 0 },
      wordsize: 3,
      wordSize: 0,
    };
    expect(Object.keys(errorsOf(config))).toEqual([
      'blastConfig.tool',
      'blastConfig.eValue',
      'blastConfig.dust.level',
      'blastConfig.wordsize',
    ]);
  });

  it('takes null as not given', () => {
    const nothing = Object.fromEntries(fieldsOf('blastn').map(({ name }) => [name, null]));
    expect(optionsOf({ tool: 'blastn', task: null, ...nothing })).toEqual({});
  });

  it('reports everything that is wrong at once', () => {
    const config = {
      tool: 'blastp',
      task: 'blastn',
      eValue: '0',
      queryLocation: { start: 0, stop: 'x', end: 1 },
      seg: { enabled: 'on', window: 0 },
      maxHSPs: '1',
      softMasking: 1,
      dbSize: -1,
      strand: 'plus',
      evalue: '1',
    };
    expect(Object.keys(errorsOf(config)).sort()).toEqual(
      [
        ...['dbSize', 'eValue', 'evalue', 'maxHSPs', 'softMasking', 'strand', 'task'],
        ...['queryLocation.end', 'queryLocation.start', 'queryLocation.stop', 'seg.enabled', 'seg.window'],
      ]
        .map((name) => `blastConfig.${name}`)
        .sort(),
    );
  });

  it('takes a number beyond all doubles for no number', () => {
    const config: unknown = JSON.parse(
      '{"tool": "blastp", "threshold": 1e999, "dbSize": 1e999, "queryLocation": {"start": 1, "stop": 1e999}, "seg": {"locut": 1e999}}',
    );
    expect(errorsOf(config)).toEqual({
      'blastConfig.threshold': ['threshold must be a number without quotes, not Infinity.'],
      'blastConfig.dbSize': ['dbSize must be a whole number, in quotes where it is large, not Infinity.'],
      'blastConfig.queryLocation.stop': [
        'queryLocation.stop must be a whole number, not Infinity; positions count from 1.',
      ],
      'blastConfig.seg.locut': ['seg.locut must be a number, not Infinity.'],
    });
  });

  it('says what a range is, what was given and where', () => {
    const config = { tool: 'blastp', wordSize: 2.5, maxHSPs: 2 ** 31, queryLocation: { start: 5, stop: 4 } };
    expect(errorsOf(config)).toEqual({
      'blastConfig.wordSize': ['wordSize must be a whole number between 2 and 7, not 2.5.'],
      'blastConfig.maxHSPs': ['maxHSPs must be a whole number between 1 and 2147483647, not 2147483648.'],
      'blastConfig.queryLocation.stop': [
        'queryLocation.stop must be greater than start, which is 5; it is 4.',
      ],
    });
  });

  it('reports ranges and rules over several fields together', () => {
    const config = { tool: 'blastp', wordSize: 1, dbSoftMask: '1', dbHardMask: '2', gapOpen: 3 };
    expect(Object.keys(errorsOf(config)).sort()).toEqual(
      ['dbHardMask', 'dbSoftMask', 'gapOpen', 'wordSize'].map((name) => `blastConfig.${name}`),
    );
  });
});

describe('types', () => {
  const wrong: readonly unknown[] = [true, 5, 'x', [], [1], {}, { start: {} }];
  const jsonTypes: Readonly<Record<string, readonly string[]>> = {
    boolean: ['boolean'],
    integer: ['number'],
    number: ['number'],
    text: ['string'],
    numericText: ['string'],
    bigInteger: ['number', 'string'],
  };
  const scalars = programs.flatMap((tool) =>
    fieldsOf(tool).flatMap(({ name, form }) => {
      const fitting = jsonTypes[typeof form === 'object' ? 'text' : form];
      const isObject = form === 'range' || (typeof form === 'object' && 'filter' in form);
      const values = wrong.filter((value) =>
        isObject
          ? typeof value !== 'object' || Array.isArray(value)
          : fitting?.includes(typeof value) === false,
      );
      return values.map((value) => ({ tool, name, value }));
    }),
  );

  it.each(programs)('%s refuses every wrong type of every field at the path of the field', (program) => {
    for (const { name, value } of scalars.filter(({ tool }) => tool === program)) {
      expect(Object.keys(errorsOf({ tool: program, [name]: value }))).toEqual([`blastConfig.${name}`]);
    }
  });

  it.each([[], {}, 5, true])('task %j is refused', (task) => {
    expect(errorsOf({ tool: 'blastp', task })).toEqual({
      'blastConfig.task': ['task must be a text in quotes.'],
    });
  });
});

describe('unknown fields', () => {
  it.each([
    ['wordsize', /did you mean "wordSize"\?/],
    ['eval', /did you mean "eValue"\?/],
    ['tools', /did you mean "tool"\?/],
    ['taxIds', /leave it out/],
    ['negativeTaxIds', /leave it out/],
    ['numThreads', /leave it out/],
    ['numIterations', /leave it out/],
    ['remote', /leave it out/],
    ['entrezQuery', /leave it out/],
    ['db', /There is no field "db"/],
    ['query_loc', /There is no field "query_loc" for blastp/],
    ['constructor', /leave it out/],
    ['a\nb', /"a\?b"/],
    ['x'.repeat(500), /"x{40}…"/],
  ])('%j is refused', (name, message) => {
    const [path, ...more] = Object.entries(errorsOf({ tool: 'blastp', [name]: 1 }));
    expect(more).toEqual([]);
    expect(path?.[0].length).toBeLessThan(60);
    expect(path?.[1]).toEqual([expect.stringMatching(message)]);
  });

  it('__proto__ is a name like any other', () => {
    const config: unknown = JSON.parse('{"tool": "blastp", "__proto__": {"eValue": "0"}}');
    expect(Object.keys(errorsOf(config))).toEqual(['blastConfig.__proto__']);
  });

  it('are not looked at one by one when there are too many', () => {
    const many = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [`field${String(index)}`, 1]),
    );
    expect(Object.keys(errorsOf({ tool: 'blastp', ...many }))).toEqual(['blastConfig']);
    expect(Object.keys(errorsOf({ tool: 'blastp', seg: many }))).toEqual(['blastConfig.seg']);
  });

  it('no field of the table becomes anything about files, threads, taxa or rounds', () => {
    const options = blastFields.map(({ option }) => option);
    for (const option of [
      'taxids',
      'num_iterations',
      'rpsdb',
      'num_threads',
      'in_pssm',
      'seqidlist',
      'out',
      'remote',
    ]) {
      expect(options).not.toContain(option);
    }
  });
});
