import { createFakePlatform } from '../../support/api/fake-platform.ts';
import { completeJob } from '../../support/api/move-job.ts';
import { problemOf, submit } from '../../support/api/requests.ts';

const remove = (
  app: ReturnType<typeof createFakePlatform>['app'],
  id: string,
  headers: Record<string, string> = {},
) => app.request(`/jobs/${id}`, { method: 'DELETE', headers });

it('a job that its last holder leaves is cancelled, and says so', async () => {
  const { app, launcher } = createFakePlatform();
  const { job } = await submit(app);
  const response = await remove(app, job.id);
  expect(response.status).toBe(202);
  expect(await response.json()).toMatchObject({ job_id: job.id, state: 'queued', phase: 'cancelling' });
  expect(launcher.cancelled).toContainEqual({ kind: 'search', jobId: job.id });
});

it('a job that somebody else holds goes on', async () => {
  const open = createFakePlatform();
  const closed = createFakePlatform({
    apiToken: 't',
    documents: open.documents,
    objects: open.objects,
    launcher: open.launcher,
  });
  const { job } = await submit(open.app);
  await submit(closed.app, {}, { Authorization: 'Bearer t' });
  const response = await remove(open.app, job.id);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ phase: null });
  expect(open.launcher.cancelled).toEqual([]);
});

it('a job that is over stays as it is', async () => {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app);
  await completeJob(platform, job.id);
  const response = await remove(platform.app, job.id);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ state: 'completed' });
  expect(platform.launcher.cancelled).not.toContainEqual({ kind: 'search', jobId: job.id });
});

it.each([
  ['0'.repeat(32), 404],
  ['nothing', 422],
])('%s gives %i', async (id, status) => {
  expect(await problemOf(await remove(createFakePlatform().app, id))).toMatchObject({ status });
});
