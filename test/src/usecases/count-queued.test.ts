import { jobKinds, jobs, jobStates, type JobKind, type JobState } from '../../../src/job/record.ts';
import { countQueued } from '../../../src/usecases/count-queued.ts';
import {
  createMemoryDocumentStore,
  type MemoryDocumentStore,
} from '../../support/fakes/memory-document-store.ts';
import { recordIn } from '../job/job-records.ts';

let documents: MemoryDocumentStore;
let rows: number;
beforeEach(() => {
  documents = createMemoryDocumentStore();
  rows = 0;
});

async function addRow(kind: JobKind, queryCount: number, state: JobState = 'queued'): Promise<void> {
  const record = recordIn(state);
  const id = (rows += 1).toString(16).padStart(32, '0');
  await documents.insertIfAbsent(jobs, { ...record, id, kind, summary: { ...record.summary, queryCount } });
}

it('counts by queue what is queued, and nothing in another state', async () => {
  for (const state of jobStates)
    for (const kind of jobKinds) for (const queryCount of [1, 2, 3]) await addRow(kind, queryCount, state);
  expect(await countQueued({ documents })).toEqual({ primary: 2, secondary: 1, report: 3 });
});

it('counts all of a queue that is longer than a page of the store', async () => {
  for (let index = 0; index < 1_001; index += 1) await addRow('search', 1);
  expect(await countQueued({ documents })).toEqual({ primary: 0, secondary: 1_001, report: 0 });
});

it('fails when the store does not answer: no number is better than a wrong one', async () => {
  await addRow('search', 1);
  documents.available = false;
  await expect(countQueued({ documents })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
});
