import { jobs, type JobRecord } from '../../../src/job/record.ts';
import { postJson } from '../../support/api/requests.ts';
import { blastConfig, jobConfig, one, setUpQueries, two } from './query-world.ts';

const method = (app: ReturnType<typeof setUpQueries>['app'], path: string, verb: string, body?: unknown) =>
  Promise.resolve(
    app.request(path, {
      method: verb,
      ...(body !== undefined && {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    }),
  );

async function setState(
  { documents }: ReturnType<typeof setUpQueries>,
  id: string,
  state: JobRecord['state'],
): Promise<void> {
  const stored = await documents.get(jobs, id);
  if (!stored) throw new Error('there is no row');
  await documents.replaceIfRevision(jobs, stored.revision, { ...stored.document, state, phase: null });
}

describe('notes', () => {
  it('are replaced, cleared and kept, field by field', async () => {
    const { app, create, get } = setUpQueries();
    const id = await create({ jobConfig, blastConfig, userMeta: { summary: 'A', description: 'B' } });
    const patch = async (userMeta: unknown) =>
      (await method(app, `/query/jobs/${id}`, 'PATCH', { userMeta })).status;
    const notes = async () => ((await get(`/query/jobs/${id}`)).body as { userMeta?: object }).userMeta;
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

  it.each<[string, unknown, number]>([
    ['a summary that is too long', { userMeta: { summary: 'x'.repeat(513) } }, 422],
    ['a number', { userMeta: { summary: 5 } }, 422],
    ['a field that is none', { userMeta: { title: 'x' } }, 422],
    ['a member that is none', { meta: {} }, 422],
    ['a list', [], 400],
    ['null', null, 400],
  ])('%s is refused', async (_what, body, status) => {
    const { app, create } = setUpQueries();
    const id = await create();
    expect((await method(app, `/query/jobs/${id}`, 'PATCH', body)).status).toBe(status);
  });

  it('of a job that is not in the collection are not found', async () => {
    const { app, create } = setUpQueries();
    const id = await create({ jobConfig: { ...jobConfig, addToUserCollection: false }, blastConfig });
    const response = await method(app, `/query/jobs/${id}`, 'PATCH', { userMeta: { summary: 'x' } });
    expect(response.status).toBe(404);
  });
});

it('a job is taken out of the collection once, and goes on', async () => {
  const { app, create, get, launcher } = setUpQueries();
  const id = await create();
  expect((await method(app, `/query/jobs/${id}`, 'DELETE')).status).toBe(204);
  expect((await method(app, `/query/jobs/${id}`, 'DELETE')).status).toBe(404);
  expect((await get('/query/jobs')).body).toEqual([]);
  expect(launcher.started).toHaveLength(1);
  expect((await get(`/query/jobs/${id}?save_job=false`)).body).toMatchObject({ status: 'queued' });
});

describe('restarting', () => {
  const restart = (app: ReturnType<typeof setUpQueries>['app'], id: string) =>
    method(app, `/query/jobs/${id}`, 'POST');

  it.each<[JobRecord['state'], number]>([
    ['queued', 403],
    ['running', 403],
    ['completed', 403],
    ['failed', 403],
    ['cancelled', 204],
    ['expired', 204],
  ])('a job that is %s answers %i', async (state, status) => {
    const world = setUpQueries();
    const id = await world.create();
    world.launcher.end(id, 'completed');
    await setState(world, id, state);
    world.clock.advance(1_000);
    expect((await restart(world.app, id)).status).toBe(status);
    expect(world.launcher.started).toHaveLength(status === 204 ? 2 : 1);
  });

  it('needs the job in the collection, and its databases at the site', async () => {
    let there = true;
    const known = setUpQueries().deps.sites;
    const world = setUpQueries({
      sites: { ...known, find: (place) => (there ? known.find(place) : Promise.resolve(undefined)) },
    });
    const id = await world.create();
    world.launcher.end(id, 'completed');
    await setState(world, id, 'expired');
    there = false;
    const gone = await restart(world.app, id);
    expect([gone.status, await gone.json()]).toMatchObject([410, { status: 'gone' }]);
    await method(world.app, `/query/jobs/${id}`, 'DELETE');
    expect((await restart(world.app, id)).status).toBe(404);
  });
});

it('the query of a job is given back, normalised, in parts and as a download', async () => {
  const { app, create, get } = setUpQueries();
  const id = await create({
    jobConfig: { ...jobConfig, query: one.replace('KQR', 'KQR\n') + two },
    blastConfig,
  });
  const whole = await app.request(`/query/jobs/${id}/query`);
  expect(await whole.text()).toBe(one + two);
  expect(whole.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const part = await app.request(`/query/jobs/${id}/query?download=true`, {
    headers: { Range: 'bytes=0-3' },
  });
  expect([part.status, await part.text()]).toEqual([206, '>one']);
  expect(part.headers.get('content-disposition')).toBe('attachment; filename="query.fasta"');
  const { subJobs } = (await get(`/query/jobs/${id}`)).body as { subJobs: string[] };
  expect(await (await app.request(`/query/jobs/${String(subJobs[1])}/query`)).text()).toBe(two);
});

it('a page of another site changes nothing where everybody is let in', async () => {
  const { app, launcher } = setUpQueries();
  const response = await postJson(
    app,
    '/query/jobs',
    { jobConfig, blastConfig },
    { Origin: 'https://elsewhere.example' },
  );
  expect([response.status, await response.json()]).toMatchObject([403, { status: 'forbidden' }]);
  expect(launcher.started).toEqual([]);
});
