import { jobStates, jobs } from '../../../src/job/record.ts';
import { complete, fail, recordProgress } from '../../../src/job/state-machine.ts';
import { moveJob } from '../../../src/usecases/update-job.ts';
import {
  createMemoryDocumentStore,
  type MemoryDocumentStore,
} from '../../support/fakes/memory-document-store.ts';
import { firstRun, now, recordIn } from '../job/job-records.ts';

const failure = { code: 'TOOL_FAILED', message: 'blastp failed.' } as const;
const running = recordIn('running');
let documents: MemoryDocumentStore;
beforeEach(async () => {
  documents = createMemoryDocumentStore();
  await documents.insertIfAbsent(jobs, running);
});

const move = (change: Parameters<typeof moveJob>[3]) =>
  moveJob({ documents }, running.id, firstRun.runId, change);

it('says to which state the row was moved, and to its repetition that it was not', async () => {
  const first = await move((row) => complete(row, now));
  expect(first).toMatchObject({ movedTo: 'completed', record: { state: 'completed' } });
  expect(await move((row) => complete(row, now))).toEqual({ record: first.record, movedTo: null });
});

it('of calls at the same time one is told that it moved the row', async () => {
  const moves = await Promise.all([1, 2, 3, 4].map(() => move((row) => fail(row, failure, now))));
  expect(moves.map(({ movedTo }) => movedTo).sort()).toEqual(['failed', null, null, null]);
});

it('a change within a state is no move', async () => {
  expect(await move((row) => recordProgress(row, 5, 8, now))).toMatchObject({
    movedTo: null,
    record: { progress: { done: 5, total: 8 } },
  });
});

it.each(jobStates.filter((state) => state !== 'running'))(
  'a move to %s is told by its name',
  async (state) => {
    expect(await move((row) => ({ ...row, state }))).toMatchObject({ movedTo: state });
  },
);
