import type { CanonicalOptions } from '../search/options.ts';
import { programTable, type Program } from '../search/program.ts';
import { fieldsOf } from './blast-fields.ts';
import { showFieldValue, type FieldValue } from './field-value.ts';

/** A `blastConfig` as details show it: the tool, and what differs from the tool's own defaults. */
export interface BlastConfig {
  readonly tool: Program;
  readonly [field: string]: FieldValue;
}

/**
 * The configuration that asks for this search, fields in the order of the contract. Options that the contract has no
 * field for are left out; a search that came from `parseBlastConfig` has none.
 */
export function blastConfigOf(program: Program, task: string, options: CanonicalOptions): BlastConfig {
  const { defaultTask } = programTable[program];
  const shown = fieldsOf(program).flatMap((field) => {
    const text = options[field.option];
    const value = text === undefined ? undefined : showFieldValue(field, text);
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return { tool: program, ...(task === defaultTask ? {} : { task }), ...Object.fromEntries(shown) };
}
