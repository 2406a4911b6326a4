import type { ErrorCode, PlatformError } from '../errors/index.ts';
import type { Program } from '../search/program.ts';
import { ErrorCollection, memberPath, rootPath, type ConfigErrors } from './config-errors.ts';
import { fieldsOf } from './blast-fields.ts';
import { inFieldNames } from './option-names.ts';

const path = 'jobConfig.targets';
const codes: readonly ErrorCode[] = ['UNKNOWN_DATABASE', 'WRONG_MOLECULE_TYPE', 'UNSUITABLE_DATABASE'];

/** Whether the caller mends it by other targets, or by asking less of these. */
export function isTargetFault({ code }: PlatformError): boolean {
  return codes.includes(code);
}

/**
 * What the search core finds wrong with databases, at the targets of a query job; what an option asks of them and they
 * do not have, at its field too.
 */
export function targetErrors(program: Program | undefined, faults: readonly PlatformError[]): ConfigErrors {
  const errors = new ErrorCollection();
  for (const { message, location } of faults) {
    const field = program && fieldsOf(program).find(({ option }) => option === location.field);
    if (!program || !field) {
      errors.report(path, message);
      continue;
    }
    const inWords = inFieldNames(program, message);
    errors.report(path, inWords);
    errors.report(memberPath(rootPath, field.name), inWords);
  }
  return errors.toErrors();
}
