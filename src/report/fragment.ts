import { PlatformError } from '../errors/index.ts';

/** The rendered report of consecutive chunks. Fragments are consecutive and together hold the whole query. */
export interface Fragment {
  /** Number of sequences before this fragment: its first query is `Query_` of this plus one. */
  readonly queriesBefore: number;
  readonly queryCount: number;
  /** The search was in rounds: a query shows once for each of its rounds. */
  readonly inRounds?: boolean;
  /** What `blast_formatter` printed, cut anywhere. */
  readonly body: AsyncIterable<Uint8Array>;
}

export type Fragments = AsyncIterable<Fragment> | Iterable<Fragment>;

/** A rendered part that is not what the formatter prints when it runs to its end. Rendering again may help. */
export function brokenFragment(
  fragment: Pick<Fragment, 'queriesBefore' | 'queryCount'>,
  fault: string,
): PlatformError {
  const first = fragment.queriesBefore + 1;
  const last = fragment.queriesBefore + fragment.queryCount;
  return new PlatformError(
    'TOOL_OUTPUT_MISSING',
    `The rendered report of queries ${String(first)} to ${String(last)} is incomplete: ${fault}.`,
  );
}

/** @throws PlatformError `TOOL_OUTPUT_MISSING` when a rendered part does not show all of its queries */
export function requireQueries(fragment: Omit<Fragment, 'body'>, shown: number): void {
  const { queryCount, inRounds = false } = fragment;
  if (shown === queryCount || (inRounds && shown > queryCount)) return;
  throw brokenFragment(fragment, `it shows ${String(shown)} queries`);
}

/** Nothing was rendered at all, though every query has at least one sequence. */
export function noFragment(): PlatformError {
  return new PlatformError('TOOL_OUTPUT_MISSING', 'There is no rendered chunk to make a report of.');
}
