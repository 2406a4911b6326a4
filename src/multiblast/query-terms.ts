import { defaultsOf } from '../search/option-defaults.ts';
import type { Program } from '../search/program.ts';

/** What of a configuration decides which queries are good. */
export interface QueryTerms {
  readonly program: Program;
  /** Lower case in the query means masking. */
  readonly keepCase: boolean;
  /** For each query: as given, or the tool's default. Absent where what was given is refused. */
  readonly maxTargetSequences?: number;
}

/** @param given - options as far as they could be read, in canonical spelling */
export function queryTermsOf(
  program: Program,
  task: string,
  given: ReadonlyMap<string, string>,
  isRefused: (option: string) => boolean,
): QueryTerms {
  const option = 'max_target_seqs';
  const text = given.get(option) ?? defaultsOf(program, task, undefined)[option];
  return {
    program,
    keepCase: given.has('lcase_masking'),
    ...(text !== undefined && !isRefused(option) && { maxTargetSequences: Number(text) }),
  };
}
