import { jobs } from '../../../src/job/record.ts';
import { followSuperseded } from '../../../src/usecases/follow-superseded.ts';
import { supersedeJob } from '../../../src/usecases/supersede-job.ts';
import { createFakeClock } from '../../support/api/fake-clock.ts';
import { createMemoryDocumentStore } from '../../support/fakes/memory-document-store.ts';
import { recordIn } from '../job/job-records.ts';

/** Expired jobs, each with what its row points to. */
async function storeOf(pointers: Readonly<Record<string, string | undefined>>) {
  const documents = createMemoryDocumentStore();
  for (const [id, supersededBy] of Object.entries(pointers)) {
    const row = { ...recordIn('expired'), id, ...(supersededBy !== undefined && { supersededBy }) };
    await documents.insertIfAbsent(jobs, row);
  }
  return documents;
}

const longChain = Object.fromEntries(
  Array.from({ length: 40 }, (_, step) => [`job-${step}`, `job-${step + 1}`]),
);

it.each<[string, Record<string, string | undefined>, string, string]>([
  ['for itself where nothing superseded it', { a: undefined }, 'a', 'a'],
  ['for itself where nobody knows it', {}, 'a', 'a'],
  ['for its successor', { a: 'b', b: undefined }, 'a', 'b'],
  ['for a successor whose row is lost', { a: 'b' }, 'a', 'b'],
  ['for the last of a chain', { a: 'b', b: 'c', c: 'd', d: undefined }, 'a', 'd'],
  ['for itself in a circle', { a: 'b', b: 'a' }, 'b', 'b'],
  ['for itself before a circle that it leads into', { a: 'b', b: 'c', c: 'b' }, 'a', 'a'],
  ['for the sixteenth of a chain without end', longChain, 'job-0', 'job-16'],
])('an id stands %s', async (_what, pointers, id, expected) => {
  expect(await followSuperseded({ documents: await storeOf(pointers) }, id)).toBe(expected);
});

it('whoever stands for another job stands for itself: going back leaves no circle', async () => {
  const documents = await storeOf({ a: 'b', b: undefined });
  const deps = { documents, clock: createFakeClock() };
  await supersedeJob(deps, 'b', 'a');
  expect((await documents.get(jobs, 'a'))?.document).not.toHaveProperty('supersededBy');
  expect(await followSuperseded(deps, 'a')).toBe('a');
  expect(await followSuperseded(deps, 'b')).toBe('a');
});

it('a job that is superseded again by the same one is not written again', async () => {
  const documents = await storeOf({ a: 'b', b: undefined });
  const before = await documents.get(jobs, 'a');
  await supersedeJob({ documents, clock: createFakeClock() }, 'a', 'b');
  expect(await documents.get(jobs, 'a')).toEqual(before);
});
