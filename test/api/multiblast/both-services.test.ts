import { expireJob } from '../../support/api/move-job.ts';
import { blastConfig, jobConfig, two } from '../query-service/query-world.ts';
import { setUpReports } from '../report-service/report-world.ts';

type World = Awaited<ReturnType<typeof setUpReports>>;

const services: readonly [
  prefix: string,
  idName: string,
  create: (world: World, keep: boolean, userMeta?: object) => Promise<string>,
][] = [
  [
    '/query',
    'queryJobID',
    ({ create }, addToUserCollection, userMeta) =>
      create({ jobConfig: { ...jobConfig, query: two, addToUserCollection }, blastConfig, userMeta }),
  ],
  [
    '/report',
    'reportJobID',
    ({ createReport }, addToUserCollection, userMeta) => createReport({ addToUserCollection, userMeta }),
  ],
];

describe.each(services)('%s', (prefix, idName, create) => {
  async function setUp({ keep = true, userMeta }: { keep?: boolean; userMeta?: object } = {}) {
    const world = await setUpReports();
    const id = await create(world, keep, userMeta);
    const startedBefore = world.launcher.started.length;
    const starts = () => world.launcher.started.length - startedBefore;
    const call = async (verb: string, body?: unknown): Promise<number> => {
      const json = { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
      const init = { method: verb, ...(body !== undefined && json) };
      return (await world.app.request(`${prefix}/jobs/${id}`, init)).status;
    };
    const details = async (more = '') =>
      (await world.get(`${prefix}/jobs/${id}${more}`)).body as { status: string; userMeta?: object };
    const listed = async () =>
      ((await world.get(`${prefix}/jobs`)).body as Record<string, string>[]).map((entry) => entry[idName]);
    return { ...world, id, call, details, listed, starts };
  }

  describe('notes', () => {
    it('are replaced, cleared and kept, field by field', async () => {
      const { call, details } = await setUp({ userMeta: { summary: 'A', description: 'B' } });
      const patch = (userMeta: unknown) => call('PATCH', { userMeta });
      const notes = async () => (await details()).userMeta;
      expect(await patch({ summary: 'C' })).toBe(204);
      expect(await notes()).toEqual({ summary: 'C', description: 'B' });
      expect(await patch({ description: null })).toBe(204);
      expect(await notes()).toEqual({ summary: 'C' });
      expect(await patch({})).toBe(204);
      expect(await patch(undefined)).toBe(204);
      expect(await notes()).toEqual({ summary: 'C' });
      expect(await patch({ summary: null })).toBe(204);
      expect(await notes()).toBeUndefined();
    });

    it('of a job that is not in the collection are not found', async () => {
      const { call } = await setUp({ keep: false });
      expect(await call('PATCH', { userMeta: { summary: 'x' } })).toBe(404);
    });
  });

  it('a job is taken out of the collection once, and goes on', async () => {
    const { id, call, listed, details, starts } = await setUp();
    expect(await listed()).toContain(id);
    expect(await call('DELETE')).toBe(204);
    expect(await call('DELETE')).toBe(404);
    expect(await listed()).not.toContain(id);
    expect(starts()).toBe(0);
    expect(await details('?save_job=false')).toMatchObject({ status: 'queued' });
  });

  it('a job that is not in the collection is not restarted', async () => {
    const world = await setUp({ keep: false });
    await expireJob(world, world.id);
    expect(await world.call('POST')).toBe(404);
    expect(world.starts()).toBe(0);
  });

  it('many jobs are asked about at once; what is none of this service is left out', async () => {
    const { id, post } = await setUp();
    const { status, body } = await post(`${prefix}/statuses`, [id, 'f'.repeat(32), 'nonsense', id]);
    expect([status, body]).toEqual([200, { [id]: 'queued' }]);
  });
});
