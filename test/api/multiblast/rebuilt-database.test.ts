import { linkJob } from '../../../src/usecases/link-job.ts';
import { isHeld } from '../../../src/usecases/is-held.ts';
import { completeJob, expireJob, failJob } from '../../support/api/move-job.ts';
import { blastConfig, jobConfig, one, setUpQueries, two } from '../query-service/query-world.ts';
import { proteins } from '../../support/api/fake-platform.ts';

/** A site of which the second build can be published. */
function setUp() {
  let build = 68;
  const world = setUpQueries({
    sites: {
      targets: () => Promise.resolve([]),
      find: ({ site, target, file }) =>
        Promise.resolve({
          ...proteins,
          name: `${site}/build-${String(build)}/${target}/blast/${file}`,
        }),
    },
  });
  const details = async (path: string) => (await world.get(path)).body as Record<string, unknown>;
  const restart = async (path: string) => {
    world.clock.advance(1_000);
    return (await world.app.request(path, { method: 'POST' })).status;
  };
  return { ...world, details, restart, publishBuild: (next: number) => (build = next) };
}

it('an old client that polls and restarts gets the result of the new build under its old id', async () => {
  const world = setUp();
  const id = await world.create({ jobConfig: { ...jobConfig, query: one + two }, blastConfig });
  await completeJob(world, id);
  const { subJobs: oldChildren } = await world.details(`/query/jobs/${id}`);
  world.publishBuild(69);
  await expireJob(world, id);
  expect(await world.details(`/query/jobs/${id}`)).toMatchObject({ status: 'expired' });
  expect(await world.restart(`/query/jobs/${id}`)).toBe(204);
  const { superseded_by: successor } = await world.details(`/jobs/${id}`);
  expect(successor).toMatch(/^[0-9a-f]{32}$/);
  const after = await world.details(`/query/jobs/${id}`);
  expect(after).toMatchObject({ queryJobID: id, status: 'queued' });
  expect(after['subJobs']).not.toEqual(oldChildren);
  await completeJob(world, String(successor));
  expect(await world.details(`/query/jobs/${id}`)).toMatchObject({ queryJobID: id, status: 'complete' });
  expect((await world.post('/query/statuses', [id])).body).toEqual({ [id]: 'complete' });
  expect((await world.get('/query/jobs')).body).toMatchObject([{ queryJobID: id, status: 'complete' }]);
  expect(await isHeld(world, String(successor))).toBe(true);
});

it('a report of the old build follows its query, is listed by both ids, and a new one is of the new build', async () => {
  const world = setUp();
  const id = await world.create();
  await completeJob(world, id);
  const create = async (queryJobID: string) =>
    String((await world.post('/report/jobs', { queryJobID })).body['reportJobID']);
  const report = await create(id);
  await completeJob(world, report, [{ name: 'report.txt', text: 'old' }]);
  world.publishBuild(69);
  await expireJob(world, id);
  await expireJob(world, report);
  expect(await world.restart(`/report/jobs/${report}`)).toBe(204);
  const { superseded_by: query } = await world.details(`/jobs/${id}`);
  const { superseded_by: successor } = await world.details(`/jobs/${report}`);
  expect(await world.details(`/report/jobs/${report}`)).toMatchObject({
    reportJobID: report,
    queryJobID: query,
    status: 'queued',
  });
  await completeJob(world, String(query));
  await completeJob(world, String(successor), [{ name: 'report.txt', text: 'new' }]);
  const file = await world.app.request(`/report/jobs/${report}/files/report.txt`);
  expect(await file.text()).toBe('new');
  expect(await create(id)).toBe(successor);
  const ofOld = (await world.get(`/report/jobs?query_job_id=${id}`)).body as object[];
  expect(ofOld).toHaveLength(2);
});

it('a job that failed because its database was rebuilt under it can be restarted', async () => {
  const world = setUp();
  const id = await world.create();
  world.publishBuild(69);
  await failJob(world, id, { code: 'DATABASE_CHANGED', message: 'The database was rebuilt.' });
  expect(await world.details(`/query/jobs/${id}`)).toMatchObject({ status: 'expired' });
  expect(await world.restart(`/query/jobs/${id}`)).toBe(204);
  expect(await world.details(`/query/jobs/${id}`)).toMatchObject({ status: 'queued' });
});

it('whoever is sent the old id keeps it, not the new one', async () => {
  const world = setUp();
  const id = await world.create();
  await expireJob(world, id);
  world.publishBuild(69);
  await world.restart(`/query/jobs/${id}`);
  await linkJob(world.deps, id, { principal: 'user:else', site: null });
  await world.details(`/query/jobs/${id}`);
  expect((await world.get('/query/jobs')).body).toMatchObject([{ queryJobID: id }]);
});
