import { parseSearchOptions, type SearchOptions } from '../search/canonical-options.ts';
import { defaultsOf } from '../search/option-defaults.ts';
import { relationProblems } from '../search/option-relations.ts';
import { programs, programTable, type Program } from '../search/program.ts';
import { blastConfigOf, type BlastConfig } from './blast-config-of.ts';
import {
  ErrorCollection,
  insteadOf,
  memberPath,
  rootPath,
  type ConfigErrors,
  type Report,
} from './config-errors.ts';
import { given, readMembers } from './members.ts';
import { fieldOfOption, inFieldNames } from './option-names.ts';
import { queryTermsOf, type QueryTerms } from './query-terms.ts';
import { readOption } from './read-option.ts';

/** What a configuration asks for. */
export interface ParsedBlastConfig {
  readonly program: Program;
  readonly task: string;
  readonly options: SearchOptions;
  /** The configuration as details show it. */
  readonly config: BlastConfig;
  readonly terms: QueryTerms;
}

export interface RefusedBlastConfig {
  readonly errors: ConfigErrors;
  /** Given where the tool is known, so that the query can be judged nevertheless. */
  readonly terms?: QueryTerms;
}

/**
 * Reads the `blastConfig` of a query job: JSON, of which nothing is known yet. What equals the tool's own default is
 * dropped. Errors are all there are, by JSON path; a rule over several fields reports at each that was given.
 */
export function parseBlastConfig(value: unknown): ParsedBlastConfig | RefusedBlastConfig {
  const errors = new ErrorCollection();
  const search = readSearch(value, errors.report);
  if (search === undefined) return { errors: errors.toErrors() };
  const { program, terms } = search;
  if (!errors.isEmpty) return { errors: errors.toErrors(), terms };
  const options = parseSearchOptions(program, search.task, Object.fromEntries(search.given));
  const { task } = options;
  return { program, task, options, config: blastConfigOf(program, task, options.options), terms };
}

interface GivenSearch {
  readonly program: Program;
  /** The default where another was refused. */
  readonly task: string;
  readonly given: ReadonlyMap<string, string>;
}

/** @returns undefined, with a report, where the tool is not known */
function readSearch(value: unknown, report: Report): (GivenSearch & { terms: QueryTerms }) | undefined {
  const members = given(readMembers(value, rootPath, report));
  if (members === undefined) return undefined;
  const program = readTool(members.get('tool'), report);
  const task = readTask(program, members.get('task'), report);
  const options = new Map<string, string>();
  const refused = new Set<string>();
  for (const [name, member] of members) {
    if (name === 'tool' || (name === 'task' && hasTask(program))) continue;
    const read = readOption(program, name, member, (path, message) => {
      refused.add(name);
      report(path, message);
    });
    if (read !== undefined) options.set(...read);
  }
  if (program === undefined) return undefined;
  const isRefused = (option: string): boolean => refused.has(fieldOfOption(program, option));
  const search = { program, task: task ?? programTable[program].defaultTask, given: options };
  if (task !== undefined) reportRelations(search, isRefused, report);
  return { ...search, terms: queryTermsOf(program, search.task, options, isRefused) };
}

function readTool(value: unknown, report: Report): Program | undefined {
  const program = programs.find((candidate) => candidate === value);
  if (program !== undefined) return program;
  const fault =
    value === undefined ? 'tool is missing; give' : `There is no such tool${insteadOf(value)}; use`;
  report(memberPath(rootPath, 'tool'), `${fault} one of ${programs.join(', ')}.`);
  return undefined;
}

/** Where the tool is not known, the task is not judged. */
function hasTask(program: Program | undefined): boolean {
  return program === undefined || programTable[program].hasTaskOption;
}

function readTask(program: Program | undefined, value: unknown, report: Report): string | undefined {
  if (value !== undefined && typeof value !== 'string' && hasTask(program)) {
    report(memberPath(rootPath, 'task'), 'task must be a text in quotes.');
    return undefined;
  }
  if (program === undefined) return undefined;
  const { tasks, defaultTask, hasTaskOption } = programTable[program];
  if (value === undefined || !hasTaskOption) return defaultTask;
  const task = tasks.find((candidate) => candidate === value);
  if (task !== undefined) return task;
  const message = `task must be one of ${tasks.join(', ')} for ${program}${insteadOf(value)}.`;
  report(memberPath(rootPath, 'task'), message);
  return undefined;
}

/** Reports at every given field that has a part in a problem. Beside a refused value nothing can be said. */
function reportRelations(
  { program, task, given }: GivenSearch,
  isRefused: (option: string) => boolean,
  report: Report,
): void {
  const defaults = defaultsOf(program, task, given.get('matrix'));
  for (const { option, others = [], message } of relationProblems({ program, task, given, defaults })) {
    if ([option, ...others].some(isRefused)) continue;
    for (const name of [option, ...others.filter((other) => given.has(other))]) {
      report(memberPath(rootPath, fieldOfOption(program, name)), inFieldNames(program, message));
    }
  }
}
