import type { Accepted } from './api-client.ts';
import { contests, moments, raceCancel, type Arena, type Race } from './race-cancel.ts';
import { readStateAtRest } from './end-state.ts';
import { faultsOf } from './faults-of.ts';
import { sameRows, proteins, type SameRows } from './same-rows.ts';
import { startSecondApi, type SecondApi } from './second-api.ts';
import { startTestStack, until, type TestStack } from './start-test-stack.ts';
import { openLookout } from './strike.ts';

/**
 * What races leave is looked at after so many: everything is read, and that is more each time. What one leaves wrong the next
 * ones do not mend.
 */
const racesPerLook = 10;

/** The first so many of all combinations, again and again; neighbours differ in everything. */
function racesOf(count: number): (Race & { readonly number: number })[] {
  return Array.from({ length: count }, (_, number) => ({
    number,
    contest: contests[number % contests.length] ?? contests[0],
    moment: moments[number % moments.length] ?? moments[0],
    surface: Math.floor(number / 2) % 2 === 0 ? 'v1' : 'jobs',
  }));
}

/** The races as tests: two principals on one job, over HTTP and two API processes, on an embedded stack of their own. */
export function describeCancelRaces(count: number): void {
  let stack: TestStack;
  let second: SecondApi;
  let arena: Arena;
  let searches: SameRows;

  beforeAll(async () => {
    stack = await startTestStack();
    await stack.api.addDatabase('proteins', 'protein', proteins);
    second = await startSecondApi(stack.stack.config);
    arena = { stack, lookout: await openLookout(stack), alice: stack.api, bob: second.api };
    searches = sameRows(stack.dataDirectory, 6);
  }, 120_000);

  afterAll(async () => {
    await arena.lookout.close();
    await second.stop();
    await stack.stop();
  }, 60_000);

  it.each(racesOf(count))(
    'race $number, $moment, by $surface: $contest',
    async (race) => {
      const search = searches.next();
      const { job, held, archivesBefore } = await raceCancel(arena, race, search);
      if (held.length === 0) await expectEnd(job);
      expect(arena.lookout.archives()).toBeGreaterThanOrEqual(archivesBefore);
      stack.blast.release();
      const before = { calls: stack.blast.calls(), archives: arena.lookout.archives() };
      const again = { api: stack.api, id: (await stack.api.submit(search)).job_id };
      for (const { api, id } of [...held, again]) {
        expect(await api.finished(id)).toMatchObject({ status: 'success', error: null });
        expect(await api.report(id)).toBe(searches.rows);
      }
      // From rest, each chunk that was not finished is searched once.
      if (held.length === 0)
        expect(stack.blast.calls() - before.calls).toBe(arena.lookout.archives() - before.archives);
      if ((race.number + 1) % racesPerLook === 0 || race.number === count - 1)
        expect(faultsOf(await readStateAtRest(stack.stack.config))).toEqual([]);
    },
    60_000,
  );

  /** Of a job that nobody holds: it comes to an end, and if it was cancelled no tool is left after 5 s. */
  async function expectEnd(job: Accepted['job']): Promise<void> {
    const states = async (): Promise<(string | undefined)[]> =>
      Promise.all([job.id, job.report_id].map(async (id) => (await arena.lookout.row(id))?.state));
    const isOver = (state: string | undefined): boolean => state === 'cancelled' || state === 'completed';
    await until(async () => (await states()).every(isOver), 'the end of the search and its report');
    if (!(await states()).includes('cancelled')) return;
    await until(
      () => stack.blast.alive().length + stack.blast.alive('format').length === 0,
      'the end of every BLAST process',
      5_000,
    );
  }
}
