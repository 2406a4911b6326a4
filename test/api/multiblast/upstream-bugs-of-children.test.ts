import type { SearchRequest } from '../../../src/search/request.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import { expireJob } from '../../support/api/move-job.ts';
import { one, three, two } from '../query-service/query-world.ts';
import { storedText } from '../../support/fakes/stored-text.ts';
import { setUpServices, type ServicesWorld } from './services-world.ts';

const details = 'GET /query/jobs/{id}';
const childrenOf = async ({ json }: ServicesWorld, id: string): Promise<readonly string[]> =>
  (await json(details, { id }))['subJobs'] as string[];

/** What the run that was started last for a job was told to do. */
async function toldTo({ launcher, objects }: ServicesWorld, id: string): Promise<SearchRequest> {
  const start = launcher.started.filter(({ jobId }) => jobId === id).at(-1);
  return readJson<SearchRequest>(objects, start?.requestKey ?? 'never/started');
}

it('a child runs its own sequence, not its parent’s query', async () => {
  const world = await setUpServices();
  const parent = await world.createQuery(one + three);
  const children = await childrenOf(world, parent);
  await world.json('POST /query/statuses', { body: children });
  for (const [index, text] of [one, three].entries()) {
    const id = children[index] ?? '';
    expect(await (await world.ask('GET /query/jobs/{id}/query', { id })).text()).toBe(text);
    const { query } = await toldTo(world, id);
    expect(await storedText(world.objects, query.objectKey)).toBe(text);
  }
});

it('a sequence that is known is a child of every query it is in, with its results', async () => {
  const world = await setUpServices();
  const known = world.queuedQueryId;
  await world.finishQuery(known);
  for (const query of [two + three, one + two + three]) {
    const children = await childrenOf(world, await world.createQuery(query));
    expect(children).toContain(known);
  }
  expect(await world.json('POST /query/statuses', { body: [known] })).toEqual({ [known]: 'complete' });
  expect(world.startsOf(known)).toBe(1);
});

it('two identical records in one query are one child, listed twice and run once', async () => {
  const world = await setUpServices();
  const parent = await world.createQuery(one + three + one);
  const [first, second, third] = await childrenOf(world, parent);
  expect(first).toBe(third);
  expect(first).not.toBe(second);
  const body = [first, second, third];
  expect(Object.keys(await world.json('POST /query/statuses', { body }))).toEqual([first, second]);
  expect(world.startsOf(first ?? '')).toBe(1);
});

it.each(['with its parent', 'alone'])(
  'a child that is restarted %s searches the same database as before',
  async (how) => {
    const world = await setUpServices();
    const parent = await world.createQuery(one + three);
    const [child = ''] = await childrenOf(world, parent);
    await world.json(details, { id: child });
    const before = await toldTo(world, child);
    expect(before.key.databases).toMatchObject([{ name: 'PlasmoDB/build-68/Pf/blast/Proteins' }]);
    for (const id of [parent, child]) {
      await world.finishQuery(id);
      await expireJob(world, id);
    }
    world.clock.advance(1_000);
    const id = how === 'alone' ? child : parent;
    expect((await world.ask('POST /query/jobs/{id}', { id })).status).toBe(204);
    expect(world.startsOf(child)).toBe(2);
    expect(await toldTo(world, child)).toEqual(before);
    expect((await toldTo(world, id)).key.databases).toEqual(before.key.databases);
  },
);
