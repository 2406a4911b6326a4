import { jobStates } from '../../../src/job/record.ts';
import { runJob } from '../../support/api/move-job.ts';
import { finish, seenInState, type Seen } from './seen-in-state.ts';
import { asAdmin, setUpServices, type ServicesWorld } from './services-world.ts';

const services = [
  ['/query', ({ queuedQueryId }: ServicesWorld) => queuedQueryId],
  ['/report', ({ queuedReportId }: ServicesWorld) => queuedReportId],
] as const;

const refusal = (id: string, { said = '' }: Seen): object => ({
  status: 'forbidden',
  message: `The job ${id} ${said}`,
});

describe.each(services)('%s', (prefix, idOf) => {
  async function inState({ move }: Pick<Seen, 'move'>) {
    const world = await setUpServices();
    const id = idOf(world);
    await move(world, id);
    world.clock.advance(1_000);
    const ask = async (action: string, name?: string) =>
      await world.ask(action.replace(' ', ` ${prefix}`), { id, ...(name !== undefined && { name }) });
    const started = world.launcher.started.length;
    return { ...world, id, askFor: ask, starts: () => world.launcher.started.length - started };
  }

  it('every state is in the table', () => {
    expect(Object.keys(seenInState)).toEqual(expect.arrayContaining([...jobStates]));
  });

  describe.each(Object.entries(seenInState))('a job that is %s', (_state, expected) => {
    it('has one status, in details, statuses and list, and a look starts nothing', async () => {
      const { id, json, starts } = await inState(expected);
      const { status } = expected;
      expect(await json(`GET ${prefix}/jobs/{id}`, { id })).toMatchObject({ status });
      expect(await json(`POST ${prefix}/statuses`, { body: [id] })).toEqual({ [id]: status });
      expect(await json(`GET ${prefix}/jobs`)).toContainEqual(expect.objectContaining({ status }));
      expect(starts()).toBe(0);
    });

    it(`is ${expected.restart === 204 ? '' : 'not '}restarted`, async () => {
      const { id, askFor, json, starts } = await inState(expected);
      expect((await askFor('POST /jobs/{id}')).status).toBe(expected.restart);
      const isRestarted = expected.restart === 204;
      const { status } = await json(`GET ${prefix}/jobs/{id}`, { id });
      expect([starts(), status]).toEqual(isRestarted ? [1, 'queued'] : [0, expected.status]);
    });

    it(`gives ${expected.results === 200 ? 'its results' : 'no results, and says why'}`, async () => {
      const { id, askFor, starts } = await inState(expected);
      const files =
        prefix === '/query'
          ? [await askFor('GET /jobs/{id}/result')]
          : [await askFor('GET /jobs/{id}/files'), await askFor('GET /jobs/{id}/files/{name}', 'report.xml')];
      for (const response of files) {
        expect(response.status).toBe(expected.results);
        if (response.status === 403) expect(await response.json()).toEqual(refusal(id, expected));
      }
      expect(starts()).toBe(0);
    });

    it(`gives ${expected.stderr === 200 ? '' : 'no '}standard error`, async () => {
      const { id, askFor } = await inState(expected);
      const response = await askFor('GET /jobs/{id}/stderr');
      expect(response.status).toBe(expected.stderr);
      if (response.status === 403) expect(await response.json()).toEqual(refusal(id, expected));
    });
  });

  it('goes from queued to in-progress, complete, expired and, restarted, to queued again', async () => {
    const world = await inState({ move: async () => undefined });
    const { id, json, askFor } = world;
    const look = async () => (await json(`GET ${prefix}/jobs/{id}`, { id }))['status'];
    const looks = [await look()];
    await runJob(world, id);
    looks.push(await look());
    await finish(world, id);
    looks.push(await look());
    await world.ask(`DELETE ${prefix}/maintenance/cache/{id}`, { id }, asAdmin);
    looks.push(await look());
    world.clock.advance(1_000);
    await askFor('POST /jobs/{id}');
    looks.push(await look());
    expect(looks).toEqual(['queued', 'in-progress', 'complete', 'expired', 'queued']);
  });
});

describe.each(Object.entries(seenInState))('a query job that is %s', (_state, { move, newReport, said }) => {
  it(`${newReport === 200 ? 'can' : 'cannot'} be reported`, async () => {
    const world = await setUpServices();
    const { queuedQueryId: queryJobID } = world;
    await move(world, queryJobID);
    const response = await world.ask('POST /report/jobs', { body: { queryJobID } });
    expect(response.status).toBe(newReport);
    if (newReport === 400)
      expect(await response.json()).toEqual({
        status: 'bad-request',
        message: `The job ${queryJobID} ${said ?? ''}`,
      });
  });

  it('has its query', async () => {
    const world = await setUpServices();
    const { queuedQueryId: id } = world;
    await move(world, id);
    expect((await world.ask('GET /query/jobs/{id}/query', { id })).status).toBe(200);
  });
});
