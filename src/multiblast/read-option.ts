import { refusalOf } from '../search/option-refusals.ts';
import { nearestName } from '../search/option-suggestion.ts';
import { optionTable } from '../search/option-table.ts';
import { quoted } from '../search/printable.ts';
import { programs, programTable, type Program } from '../search/program.ts';
import { blastFields, fieldsOf } from './blast-fields.ts';
import { memberPath, rootPath, type Report } from './config-errors.ts';
import { readFieldValue } from './field-value.ts';

/**
 * One field as an option with its value in canonical spelling; undefined for a flag that is off, and, with a report, for
 * what the contract does not have, the tool cannot do, or the range forbids.
 */
export function readOption(
  program: Program | undefined,
  name: string,
  value: unknown,
  report: Report,
): readonly [option: string, value: string] | undefined {
  const fields = program === undefined ? blastFields : fieldsOf(program);
  const field = fields.find((candidate) => candidate.name === name);
  if (field === undefined) {
    report(memberPath(rootPath, name), unknownField(program, name));
    return undefined;
  }
  const rule = program === undefined ? undefined : optionTable[program][field.option];
  if (program !== undefined && rule === undefined) {
    // Off is what it is anyway, and forms send it.
    if (value === false) return undefined;
    report(
      memberPath(rootPath, name),
      `${name} cannot be set for ${program}: ${refusal(program, field.option)}.`,
    );
    return undefined;
  }
  const text = readFieldValue(field, rule, value, report);
  return text === undefined ? undefined : [field.option, text];
}

/** Why a field of the contract is refused for a tool; the search core's reason where it has one. */
function refusal(program: Program, option: string): string {
  return refusalOf(program, option) ?? 'BLAST+ has no such option for it; leave it out';
}

function unknownField(program: Program | undefined, name: string): string {
  const known = program === undefined ? blastFields : fieldsOf(program);
  const owners = toolsWith(name);
  const tasked = program === undefined || programTable[program].hasTaskOption ? ['task'] : [];
  const nearest = nearestName(name, [...known.map((field) => field.name), 'tool', ...tasked]);
  const guess = nearest === undefined ? 'leave it out.' : `did you mean "${nearest}"?`;
  const advice = owners.length === 0 ? guess : `it is for ${owners.join(', ')}.`;
  return `There is no field ${quoted(name)}${program === undefined ? '' : ` for ${program}`}; ${advice}`;
}

function toolsWith(name: string): readonly Program[] {
  if (name === 'task') return programs.filter((tool) => programTable[tool].hasTaskOption);
  return blastFields.filter((field) => field.name === name).flatMap(({ tools }) => tools);
}
