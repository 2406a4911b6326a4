import { links } from '../../../src/account/link.ts';
import { jobs } from '../../../src/job/record.ts';
import { runJob } from '../../support/api/move-job.ts';
import { faultAt, losses } from '../../support/fakes/fault-at.ts';
import { blastConfig, jobConfig, three } from '../query-service/query-world.ts';
import { secondServer } from './second-server.ts';
import { asAlice, requestOf, setUpServices } from './services-world.ts';

const details = 'GET /query/jobs/{id}';

describe('a start that was not written down', () => {
  const body = { jobConfig: { ...jobConfig, query: three }, blastConfig };

  it('a job whose row and link were never written is found again, by its id and by its query', async () => {
    const world = await setUpServices();
    const { documents, json, createQuery } = world;
    for (const find of [
      async (id: string) => (await json(details, { id }))['queryJobID'],
      async (id: string) => Object.keys(await json('POST /query/statuses', { body: [id] }))[0],
      () => createQuery(three),
    ]) {
      const id = await createQuery(three);
      await documents.delete(jobs, id);
      for (const { document } of (await documents.find(links, { where: { jobId: id } })).items)
        await documents.delete(links, document.id);
      expect(await find(id)).toBe(id);
      expect((await documents.get(jobs, id))?.document).toMatchObject({ id, state: 'queued' });
      expect(world.startsOf(id)).toBe(1);
    }
  });

  it.each(losses)(
    'whichever call loses its %s, asking again finds one job, started once and listed',
    async (loss) => {
      let hasStruck = true;
      for (let number = 1; hasStruck; number += 1) {
        const world = await setUpServices();
        const line = faultAt(number, loss);
        const request = requestOf('POST /query/jobs', { body, headers: asAlice });
        const first = await secondServer(world.deps, (port) => line.wrap(port, 'STORE_UNAVAILABLE')).request(
          ...request,
        );
        hasStruck = line.hasStruck();
        expect(first.status).toBe(hasStruck ? 503 : 200);
        const { queryJobID: id } = (await (await world.app.request(...request)).json()) as {
          queryJobID: string;
        };
        expect({ number, starts: world.startsOf(id) }).toEqual({ number, starts: 1 });
        expect(await world.json('GET /query/jobs')).toContainEqual(
          expect.objectContaining({ queryJobID: id }),
        );
      }
    },
  );
});

it('a client that polls never sees a job go back, whichever way it asks', async () => {
  const world = await setUpServices();
  const { queuedQueryId: id, json } = world;
  const order = ['queued', 'in-progress', 'complete'];
  const poll = async (ask: () => Promise<unknown>): Promise<number[]> => {
    const places: number[] = [];
    while (places.at(-1) !== order.length - 1 && places.length < 10_000)
      places.push(order.indexOf(String(await ask())));
    return places;
  };
  const pollers = [
    async () => (await json(details, { id }))['status'],
    async () => (await json('POST /query/statuses', { body: [id] }))[id],
  ].map(poll);
  await runJob(world, id);
  await world.finishQuery(id);
  for (const places of await Promise.all(pollers)) {
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort());
    expect(places.at(-1)).toBe(2);
  }
});

it('a job that many submit at once is one run, and one entry of the collection', async () => {
  const world = await setUpServices();
  const twenty = Array.from({ length: 20 });
  const queries = new Set(await Promise.all(twenty.map(() => world.createQuery(three))));
  const reports = new Set(
    await Promise.all(
      twenty.map(() => world.createReport(world.queryId, { blastConfig: { formatType: 'csv' } })),
    ),
  );
  for (const [path, ids] of [
    ['GET /query/jobs', queries],
    ['GET /report/jobs', reports],
  ] as const) {
    expect(ids.size).toBe(1);
    const [id = ''] = ids;
    expect(world.startsOf(id)).toBe(1);
    const listed = (await world.json(path)) as unknown as readonly {
      queryJobID: string;
      reportJobID?: string;
    }[];
    expect(listed.filter((entry) => (entry.reportJobID ?? entry.queryJobID) === id)).toHaveLength(1);
  }
});
