import type { Accepted, SearchForm } from './api-client.ts';
import { readStateAtRest, type EndState } from './end-state.ts';
import { faultsOf } from './faults-of.ts';
import { shapeOf, type JobShape } from './job-shape.ts';
import { proteins, sameRows, type SameRows } from './same-rows.ts';
import type { TestStack } from './start-test-stack.ts';

/** What a search that nothing disturbed leaves, and its report; other searches of the same rows are judged by it. */
export interface Undisturbed {
  readonly searches: SameRows;
  /** One more search of them. */
  next(): SearchForm;
  /** In how many parts the report is rendered, each by one process. */
  readonly partCount: number;
  readonly search: JobShape;
  readonly report: JobShape;
  /** The search succeeds with the same bytes, rows and objects, and nothing is left anywhere that should not be. */
  expectLike(accepted: Accepted): Promise<void>;
}

/** The small report of a search is one table; that of many files is shared out. */
const outfmts = { small: 6, 'shared out': 13 } as const;

/**
 * Registers the proteins as a database and runs one search of them.
 * @param before - of the same stack, whose searches go on
 */
export async function searchUndisturbed(
  stack: TestStack,
  kind: keyof typeof outfmts = 'small',
  before?: Undisturbed,
): Promise<Undisturbed> {
  await stack.api.addDatabase('proteins', 'protein', proteins);
  const searches = before?.searches ?? sameRows(stack.dataDirectory);
  const next = (): SearchForm => searches.next(outfmts[kind]);
  let report = kind === 'small' ? searches.rows : undefined;
  const succeeded = async (accepted: Accepted): Promise<EndState> => {
    expect(await stack.api.finished(accepted.job_id, 120_000)).toMatchObject({
      status: 'success',
      error: null,
    });
    const found = await stack.api.report(accepted.job_id);
    report ??= found;
    expect(found).toBe(report);
    return readStateAtRest(stack.stack.config);
  };
  const first = await stack.api.submit(next());
  const shapes = shapesOf(await succeeded(first), first);
  expect(shapes.search.chunkCount).toBeGreaterThanOrEqual(4);
  return {
    searches,
    next,
    partCount: shapes.report.row.progress?.total ?? 0,
    ...shapes,
    async expectLike(accepted) {
      const state = await succeeded(accepted);
      expect(faultsOf(state)).toEqual([]);
      expect(shapesOf(state, accepted)).toEqual(shapes);
    },
  };
}

function shapesOf(state: EndState, { job }: Accepted): Pick<Undisturbed, 'search' | 'report'> {
  return { search: shapeOf(state, job.id), report: shapeOf(state, job.report_id) };
}
