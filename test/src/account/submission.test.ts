import { submissions, type Submission } from '../../../src/account/submission.ts';
import { isHeld } from '../../../src/usecases/is-held.ts';
import {
  createMemoryDocumentStore,
  type MemoryDocumentStore,
} from '../../support/fakes/memory-document-store.ts';

let documents: MemoryDocumentStore;
beforeEach(() => {
  documents = createMemoryDocumentStore();
});

async function insert(id: string, change: Partial<Submission> = {}): Promise<void> {
  await documents.insertIfAbsent(submissions, {
    schemaVersion: 1,
    id,
    jobId: 'search',
    reportJobId: 'report',
    principal: 'alice',
    surface: 'jobs',
    labels: {},
    priority: 2,
    createdAt: '2026-01-01T00:00:00.000Z',
    releasedAt: null,
    live: true,
    ...change,
  });
}

const released = { live: false, releasedAt: '2026-01-02T00:00:00.000Z' };

it.each<[string, Partial<Submission>[], string, boolean]>([
  ['nobody', [], 'search', false],
  ['a live submission of the search', [{}], 'search', true],
  ['a live submission, for its report', [{}], 'report', true],
  ['a submission that was taken back', [released], 'search', false],
  ['a submission that was taken back, for its report', [released], 'report', false],
  ['one of two', [released, {}], 'search', true],
  ['a live submission of another job', [{ jobId: 'other', reportJobId: null }], 'search', false],
  ['a live submission of another search with the same report', [{ jobId: 'other' }], 'report', true],
])('a job is held by %s or not', async (_who, holders, jobId, expected) => {
  for (const [index, change] of holders.entries()) await insert(String(index), change);
  expect(await isHeld({ documents }, jobId)).toBe(expected);
});

it('can be listed for a principal and a surface, newest first', async () => {
  await insert('1', { createdAt: '2026-01-01T00:00:00.000Z' });
  await insert('2', { createdAt: '2026-01-02T00:00:00.000Z' });
  await insert('3', { principal: 'bob' });
  const { items } = await documents.find(submissions, {
    where: { principal: 'alice', surface: 'jobs' },
    sort: { field: 'createdAt', direction: 'descending' },
  });
  expect(items.map(({ document }) => document.id)).toEqual(['2', '1']);
});
