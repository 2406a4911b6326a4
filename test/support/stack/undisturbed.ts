import type { Accepted } from './api-client.ts';
import { readStateAtRest, type EndState } from './end-state.ts';
import { faultsOf } from './faults-of.ts';
import { shapeOf, type JobShape } from './job-shape.ts';
import { proteins, sameRows, type SameRows } from './same-rows.ts';
import type { TestStack } from './start-test-stack.ts';

/** What a search that nothing disturbed leaves, and its report; other searches of the same rows are judged by it. */
export interface Undisturbed {
  readonly searches: SameRows;
  readonly search: JobShape;
  readonly report: JobShape;
  /** The search succeeds with the same bytes, rows and objects, and nothing is left anywhere that should not be. */
  expectLike(accepted: Accepted): Promise<void>;
}

/** Registers the proteins as a database and runs one search of them. */
export async function searchUndisturbed(stack: TestStack): Promise<Undisturbed> {
  await stack.api.addDatabase('proteins', 'protein', proteins);
  const searches = sameRows(stack.dataDirectory);
  const succeeded = async (accepted: Accepted): Promise<EndState> => {
    expect(await stack.api.finished(accepted.job_id, 120_000)).toMatchObject({
      status: 'success',
      error: null,
    });
    expect(await stack.api.report(accepted.job_id)).toBe(searches.rows);
    return readStateAtRest(stack.stack.config);
  };
  const first = await stack.api.submit(searches.next());
  const shapes = shapesOf(await succeeded(first), first);
  expect(shapes.search.chunkCount).toBeGreaterThanOrEqual(4);
  return {
    searches,
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
