import { jobStates, type JobState } from '../../../src/job/record.ts';
import type { JobStatus } from '../../../src/multiblast/job-status.ts';
import { completeSearch } from '../../support/api/complete-search.ts';
import { cancelledJob, completeJob, expireJob, failJob, runJob } from '../../support/api/move-job.ts';
import { asAdmin, setUpServices, type ServicesWorld } from './services-world.ts';

const services = [
  ['/query', ({ queuedQueryId }: ServicesWorld) => queuedQueryId],
  ['/report', ({ queuedReportId }: ServicesWorld) => queuedReportId],
] as const;

const failure = { code: 'TOOL_REJECTED_INPUT', message: 'BLAST engine error: bad.' } as const;
const rebuilt = { code: 'DATABASE_CHANGED', message: 'The database was rebuilt.' } as const;

async function finish(world: ServicesWorld, id: string): Promise<void> {
  if (id === world.queuedQueryId) await completeSearch(world, id, [{ archive: 'Blast4-archive ::= {}\n' }]);
  else await completeJob(world, id, [{ name: 'report.xml', text: '<x/>' }]);
}

/** What clients get for a job in one state: statuses of HTTP, and what is said with a refusal. */
interface Seen {
  readonly move: (world: ServicesWorld, id: string) => Promise<void>;
  readonly status: JobStatus;
  readonly restart: 204 | 403;
  readonly results: 200 | 403;
  readonly stderr: 200 | 403;
  /** A report of the query job. */
  readonly newReport: 200 | 400;
  readonly said?: string;
}

const refused = { results: 403, newReport: 400 } as const;
const asExpired = {
  ...refused,
  status: 'expired',
  restart: 204,
  stderr: 403,
  said: 'is expired. Restart it, and ask again when it is complete.',
} as const;
const asFailed = { ...refused, status: 'failed', restart: 403, stderr: 200 } as const;

const seen: Readonly<Record<JobState | 'failed since its database was rebuilt', Seen>> = {
  queued: {
    ...{ ...refused, status: 'queued', restart: 403, stderr: 403, move: async () => undefined },
    said: 'is queued. Ask again when it is complete.',
  },
  running: {
    ...{ ...refused, status: 'in-progress', restart: 403, stderr: 403, move: runJob },
    said: 'is in-progress. Ask again when it is complete.',
  },
  completed: {
    ...{ status: 'complete', restart: 403, results: 200, stderr: 200, newReport: 200, move: finish },
  },
  failed: {
    ...{ ...asFailed, said: 'is failed. BLAST engine error: bad.' },
    move: (world, id) => failJob(world, id, failure),
  },
  cancelled: { ...asExpired, move: cancelledJob },
  expired: {
    ...asExpired,
    move: async (world, id) => {
      await finish(world, id);
      await expireJob(world, id);
    },
  },
  // No client could restart it otherwise; it failed, so why it did can be read.
  'failed since its database was rebuilt': {
    ...{ ...asExpired, stderr: 200 },
    move: (world, id) => failJob(world, id, rebuilt),
  },
};

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
    expect(Object.keys(seen)).toEqual(expect.arrayContaining([...jobStates]));
  });

  describe.each(Object.entries(seen))('a job that is %s', (_state, expected) => {
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
      const { id, askFor } = await inState(expected);
      const files =
        prefix === '/query'
          ? [await askFor('GET /jobs/{id}/result')]
          : [await askFor('GET /jobs/{id}/files'), await askFor('GET /jobs/{id}/files/{name}', 'report.xml')];
      for (const response of files) {
        expect(response.status).toBe(expected.results);
        if (response.status === 200) continue;
        const said = expected.said ?? '';
        expect(await response.json()).toEqual({ status: 'forbidden', message: `The job ${id} ${said}` });
      }
    });

    it(`gives ${expected.stderr === 200 ? '' : 'no '}standard error`, async () => {
      const { askFor } = await inState(expected);
      expect((await askFor('GET /jobs/{id}/stderr')).status).toBe(expected.stderr);
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

describe.each(Object.entries(seen))('a query job that is %s', (_state, { move, newReport, said }) => {
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
