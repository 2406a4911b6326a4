import { expireJob } from '../../support/api/move-job.ts';
import { postJson } from '../../support/api/requests.ts';
import { blastConfig, jobConfig, knownSites, one, setUpQueries, two } from './query-world.ts';

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

describe('restarting', () => {
  const restart = (app: ReturnType<typeof setUpQueries>['app'], id: string) =>
    method(app, `/query/jobs/${id}`, 'POST');

  it('needs the job in the collection, and its databases at the site', async () => {
    let there = true;
    const world = setUpQueries({
      sites: {
        ...knownSites,
        find: (place) => (there ? knownSites.find(place) : Promise.resolve(undefined)),
      },
    });
    const id = await world.create();
    world.launcher.end(id, 'completed');
    await expireJob(world, id);
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
