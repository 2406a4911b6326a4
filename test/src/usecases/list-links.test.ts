import { jobs } from '../../../src/job/record.ts';
import { changeRow } from '../../../src/usecases/change-row.ts';
import { linkJob } from '../../../src/usecases/link-job.ts';
import { listLinks, type LinkFilter } from '../../../src/usecases/list-links.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { createJobWorld, type JobWorld } from './job-world.ts';
import { insertRow, rowOf } from './links-world.ts';

const ann = 'user:ann';

let world: JobWorld;
beforeEach(() => {
  world = createJobWorld();
});

/** Links searches to so many jobs, a second apart; returns their ids, newest first. */
async function linkMany(count: number, principal = ann): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    world.clock.advance(1_000);
    ids.unshift(await insertRow(world, rowOf(number)));
    await linkJob(world, rowOf(number).id, { principal, site: null });
  }
  return ids;
}

async function listedIds(filter?: LinkFilter): Promise<string[]> {
  return (await listLinks(world, ann, filter)).items.map(({ link }) => link.jobId);
}

it.each([0, 1, 1000])(
  'lists %i links, newest first, with their rows, in two store queries',
  async (count) => {
    const ids = await linkMany(count);
    const calls: string[] = [];
    const documents = interceptCalls(world.documents, (method, proceed) => {
      calls.push(method);
      return proceed();
    });
    const { items, nextCursor } = await listLinks({ documents }, ann);
    expect(calls).toEqual(['find', 'getMany']);
    expect(items.map(({ link }) => link.jobId)).toEqual(ids);
    expect(items.map(({ record }) => record?.id)).toEqual(ids);
    expect(nextCursor).toBeUndefined();
  },
);

it('goes on behind 1,000 links, without gap or repetition', async () => {
  const ids = await linkMany(1002);
  const first = await listLinks(world, ann);
  expect(first.items).toHaveLength(1000);
  expect(first.nextCursor).toBeDefined();
  const second = await listLinks(world, ann, { cursor: first.nextCursor ?? '' });
  expect([...first.items, ...second.items].map(({ link }) => link.jobId)).toEqual(ids);
  expect(second.nextCursor).toBeUndefined();
});

it('lists only what one’s own collection holds', async () => {
  await linkMany(2, 'user:bob');
  expect(await listedIds()).toEqual([]);
});

it('filters by kind, site and the search of a report, together too', async () => {
  const link = async (number: number, site: string | null, searchJobId: string | null = null) => {
    world.clock.advance(1_000);
    const id = await insertRow(world, rowOf(number, searchJobId));
    await linkJob(world, id, { principal: ann, site });
    return id;
  };
  const [plasmo, toxo] = [await link(1, 'PlasmoDB'), await link(2, 'ToxoDB')];
  const [ofPlasmo, ofToxo] = [await link(3, null, plasmo), await link(4, null, toxo)];
  expect(await listedIds()).toEqual([ofToxo, ofPlasmo, toxo, plasmo]);
  expect(await listedIds({ kind: 'search' })).toEqual([toxo, plasmo]);
  expect(await listedIds({ kind: 'report' })).toEqual([ofToxo, ofPlasmo]);
  expect(await listedIds({ site: 'PlasmoDB' })).toEqual([plasmo]);
  expect(await listedIds({ kind: 'search', site: 'ToxoDB' })).toEqual([toxo]);
  expect(await listedIds({ kind: 'report', site: 'ToxoDB' })).toEqual([]);
  expect(await listedIds({ kind: 'report', searchJobIds: [plasmo] })).toEqual([ofPlasmo]);
  expect(await listedIds({ site: 'HostDB' })).toEqual([]);
});

it('shows a link whose row was lost', async () => {
  const [id = ''] = await linkMany(1);
  await world.documents.delete(jobs, id);
  expect(await listLinks(world, ann)).toMatchObject({ items: [{ link: { jobId: id }, record: undefined }] });
});

it('refuses a cursor that is not ours', async () => {
  await expect(listLinks(world, ann, { cursor: 'mine' })).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
});

it('shows of an id that stands for another job how that one is getting on, with one more query', async () => {
  const [old = ''] = await linkMany(2);
  const successor = await insertRow(world, rowOf(3));
  await changeRow(world, old, (row) => ({ ...row, state: 'expired', supersededBy: successor }));
  const { items } = await listLinks(world, ann);
  expect(items.map(({ link, record }) => [link.jobId, record?.id])).toEqual([
    [old, successor],
    [rowOf(1).id, rowOf(1).id],
  ]);
});
