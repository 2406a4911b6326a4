import { describe, expect, it } from '@jest/globals';
import { defaultsOf } from '../../../src/search/option-defaults.ts';
import { reportOptionNames, refusalOf } from '../../../src/search/option-refusals.ts';
import { nearestName } from '../../../src/search/option-suggestion.ts';
import { optionTable } from '../../../src/search/option-table.ts';
import { parseOptionValue } from '../../../src/search/option-values.ts';
import { programs, programTable } from '../../../src/search/program.ts';

const tasks = programs.flatMap((program) =>
  programTable[program].tasks.map((task) => [program, task] as const),
);

describe('optionTable', () => {
  it.each(tasks)(
    '%s, task %s: every default is of an option it has, in canonical spelling',
    (program, task) => {
      for (const [name, value] of Object.entries(defaultsOf(program, task))) {
        const rule = optionTable[program][name];
        if (rule === undefined) throw new Error(`${name} is no option of ${program}`);
        // Linear gap costs and the like are defaults that the rule's bounds allow too.
        expect([name, parseOptionValue(rule, value)]).toEqual([name, { value }]);
      }
    },
  );

  it.each(programs)('%s has no option that shapes a report or is refused by name', (program) => {
    const names = Object.keys(optionTable[program]);
    expect(names.filter((name) => reportOptionNames.some((other) => other === name))).toEqual([]);
    expect(names.filter((name) => refusalOf(program, name) !== undefined)).toEqual([]);
  });
});

describe('nearestName', () => {
  it.each([
    ['evlaue', 'evalue'],
    ['--EVALUE', 'evalue'],
    ['word-size', 'word_size'],
    ['', undefined],
    ['completely_other', undefined],
  ])('%j → %j', (name, nearest) => {
    expect(nearestName(name, ['evalue', 'word_size', 'max_hsps'])).toBe(nearest);
  });
});
