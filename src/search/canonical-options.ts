import { PlatformError } from '../errors/index.ts';
import { defaultsOf } from './option-defaults.ts';
import { refusalOf } from './option-refusals.ts';
import { relationProblems, type OptionProblem } from './option-relations.ts';
import { nearestName } from './option-suggestion.ts';
import { optionTable } from './option-table.ts';
import { parseOptionValue } from './option-values.ts';
import type { CanonicalOptions } from './options.ts';
import { printable, quoted } from './printable.ts';
import { programs, programTable, type Program } from './program.ts';

export interface SearchOptions {
  readonly task: string;
  readonly options: CanonicalOptions;
  /** Lower case in the query means masking, so normalisation must keep it. */
  readonly keepCase: boolean;
}

/** More options than any program has: a longer list is not looked at one by one. */
const maxOptions = 100;

/**
 * Allow-lists, checks and canonicalises the options of one search. Names carry no dash; values are texts, numbers or
 * booleans; a flag is `true` or `''`; `undefined` and `null` mean not given. A value equal to the tool's own default
 * for this program, task and matrix is dropped.
 *
 * @throws PlatformError INVALID_OPTION with every problem at once: the message joins them, `details.problems` lists
 * them as `{ option, message }` and `location.field` names the first option.
 */
export function parseSearchOptions(
  program: Program,
  task: string | undefined,
  input: Readonly<Record<string, unknown>>,
): SearchOptions {
  const entry = programTable[program];
  const chosenTask = task ?? entry.defaultTask;
  const taskKnown = entry.tasks.includes(chosenTask);
  const problems = taskKnown ? [] : [unknownTask(program, chosenTask)];
  const given = parseValues(program, input, problems);
  const defaults = defaultsOf(program, chosenTask, given.get('matrix'));
  if (taskKnown) problems.push(...relationProblems({ program, task: chosenTask, given, defaults }));
  refuse(problems);
  const kept = [...given].filter(([name, value]) => defaults[name] !== value).sort(byName);
  return { task: chosenTask, options: Object.fromEntries(kept), keepCase: given.has('lcase_masking') };
}

function parseValues(
  program: Program,
  input: Readonly<Record<string, unknown>>,
  problems: OptionProblem[],
): Map<string, string> {
  const rules = optionTable[program];
  const given = new Map<string, string>();
  const entries = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  if (entries.length > maxOptions) {
    problems.push({ option: 'options', message: `At most ${String(maxOptions)} options can be given.` });
    return given;
  }
  for (const [name, value] of entries) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
      problems.push(unknownOption(program, name));
      continue;
    }
    const parsed = parseOptionValue(rule, value);
    if ('mustBe' in parsed) problems.push(badValue(name, parsed.mustBe, value));
    else if (parsed.value !== undefined) given.set(name, parsed.value);
  }
  return given;
}

function refuse(problems: readonly OptionProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new PlatformError('INVALID_OPTION', problems.map(({ message }) => message).join(' '), {
    location: { field: first.option },
    details: { problems },
  });
}

function unknownTask(program: Program, task: string): OptionProblem {
  const { tasks } = programTable[program];
  const message = `Program ${program} has no task ${quoted(task)}; use ${tasks.join(', ')}.`;
  return { option: 'task', message };
}

function unknownOption(program: Program, name: string): OptionProblem {
  const bare = name.replace(/^-+/, '');
  const reason = refusalOf(program, bare);
  if (reason !== undefined) {
    return { option: bare, message: `Option "${bare}" cannot be set for a search: ${reason}.` };
  }
  const owners = programs.filter((other) => Object.hasOwn(optionTable[other], bare));
  const nearest = nearestName(name, Object.keys(optionTable[program]));
  const guess = nearest === undefined ? 'leave it out.' : `did you mean "${nearest}"?`;
  const advice = owners.length === 0 || owners.includes(program) ? guess : `it is for ${owners.join(', ')}.`;
  const option = printable(name);
  const message = `Program ${program} has no option ${quoted(name)}; ${advice}`;
  return { option, message };
}

function badValue(option: string, mustBe: string, value: unknown): OptionProblem {
  const shown = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  const seen = shown ? `, not ${quoted(String(value))}` : '';
  return { option, message: `Option "${option}" must be ${mustBe}${seen}.` };
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : Number(a > b);
}
