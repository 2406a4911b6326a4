import type { Program } from '../search/program.ts';
import { fieldsOf } from './blast-fields.ts';

/** The JSON field of a tool that becomes an option; an option without one keeps its name. */
export function fieldOfOption(program: Program, option: string): string {
  return fieldsOf(program).find((field) => field.option === option)?.name ?? option;
}

/** A sentence about options, for somebody who knows them as JSON fields. */
export function inFieldNames(program: Program, message: string): string {
  return message.replace(/[a-z]+(_[a-z]+)*/g, (word) => fieldOfOption(program, word));
}
