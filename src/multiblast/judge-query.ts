import type { NormalisedFasta } from '../formats/fasta-normaliser.ts';
import type { ConfigErrors } from './config-errors.ts';
import { InvalidInput } from './invalid-input.ts';
import { readQueryText, type QueryTextLimits } from './query-text-reader.ts';
import { maxResultsProblem } from './query-text-results.ts';
import type { QueryTerms } from './query-terms.ts';

export type QueryLimits = QueryTextLimits & {
  /** Of a whole query, see `maxResultsProblem`. */
  readonly maxResults: number;
};

/** A query with its errors at their JSON paths; `summary` throws `InvalidInput` with them, where there are some. */
export interface JudgedQuery extends NormalisedFasta {
  /** None for a good query. Known when `text` has been read to its end. */
  errors(): ConfigErrors;
}

/** Judges a query while it is read: its text, and how many results it may give. */
export function judgeQuery(
  source: AsyncIterable<Uint8Array>,
  { program, keepCase, maxTargetSequences }: QueryTerms,
  limits: QueryLimits,
): JudgedQuery {
  const query = readQueryText(source, { program, keepCase, limits });
  const errors = (): ConfigErrors => {
    const faults = query.faults();
    if (faults.length > 0) return { general: [], byKey: { 'jobConfig.query': faults } };
    const { sequenceCount } = query.summary();
    const tooMany =
      maxTargetSequences === undefined
        ? undefined
        : maxResultsProblem(sequenceCount, maxTargetSequences, limits.maxResults);
    return { general: [], byKey: tooMany ?? {} };
  };
  return {
    text: query.text,
    errors,
    summary() {
      const found = errors();
      if (Object.keys(found.byKey).length > 0) throw new InvalidInput(found);
      return query.summary();
    },
  };
}
