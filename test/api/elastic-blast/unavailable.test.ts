import { createFakePlatform, type FakePlatform } from '../../support/api/fake-platform.ts';
import { cancelledJob, completeJob } from '../../support/api/move-job.ts';
import {
  formBody,
  oneProtein,
  postForm,
  postJson,
  problemOf,
  submission,
  submit,
} from '../../support/api/requests.ts';

type Server = 'documents' | 'objects' | 'launcher';

async function refusedFor(
  platform: FakePlatform,
  server: Server,
  send: () => Response | Promise<Response>,
): Promise<void> {
  platform[server].available = false;
  const response = await send();
  platform[server].available = true;
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const problem = await problemOf(response);
  expect(problem.code).toBe(server === 'launcher' ? 'TEMPORAL_UNAVAILABLE' : 'STORE_UNAVAILABLE');
  expect(platform.spool.held()).toBe(0);
}

describe.each<Server>(['documents', 'objects', 'launcher'])('while %s does not answer', (server) => {
  it('a submission is refused with 503, and the same one is accepted afterwards', async () => {
    const platform = createFakePlatform();
    const send = () => postJson(platform.app, '/v1/jobs', submission({ idempotency_key: 'k' }));
    await refusedFor(platform, server, send);
    expect(platform.launcher.started).toEqual([]);
    expect((await send()).status).toBe(202);
    expect(platform.launcher.started).toHaveLength(2);
  });

  it('so is one with a file', async () => {
    const platform = createFakePlatform();
    const body = formBody([
      { name: 'program', text: 'blastp' },
      { name: 'db', text: 'proteins' },
      { name: 'query', text: oneProtein, fileName: 'q' },
    ]);
    const send = () => postForm(platform.app, '/v1/jobs', body);
    await refusedFor(platform, server, send);
    expect((await send()).status).toBe(202);
  });

  it('so is a database, and health says which server it is', async () => {
    const platform = createFakePlatform();
    const body = formBody([
      { name: 'name', text: 'mine' },
      { name: 'type', text: 'protein' },
      { name: 'fasta', text: oneProtein, fileName: 'q' },
    ]);
    const send = () => postForm(platform.app, '/v1/databases', body);
    await refusedFor(platform, server, send);
    expect((await send()).status).toBe(202);
    platform[server].available = false;
    const health = await platform.app.request('/healthz');
    expect(health.status).toBe(503);
    expect(health.headers.get('retry-after')).toBeTruthy();
    const name = { documents: 'document_store', objects: 'object_store', launcher: 'temporal' }[server];
    expect(await health.json()).toMatchObject({ status: 'degraded', checks: { [name]: 'unavailable' } });
  });
});

describe('cancelling', () => {
  it.each<Server>(['documents', 'launcher'])(
    'needs %s: it is refused, and the same call cancels afterwards',
    async (server) => {
      const platform = createFakePlatform();
      const { job, job_id } = await submit(platform.app);
      const cancel = () => platform.app.request(`/v1/jobs/${job_id}`, { method: 'DELETE' });
      await refusedFor(platform, server, cancel);
      expect((await cancel()).status).toBe(200);
      expect(platform.launcher.cancelled.map(({ jobId }) => jobId)).toContain(job.id);
    },
  );

  it('that was decided and never reached Temporal is carried out by the next submission, which then runs', async () => {
    const platform = createFakePlatform();
    const { job, job_id } = await submit(platform.app);
    await refusedFor(platform, 'launcher', () =>
      platform.app.request(`/v1/jobs/${job_id}`, { method: 'DELETE' }),
    );
    const again = submit(platform.app);
    await platform.clock.untilSleeping();
    expect(platform.launcher.cancelled).toContainEqual({ kind: 'report', jobId: job.report_id });
    await cancelledJob(platform, job.report_id);
    platform.clock.advance(100);
    await platform.clock.untilSleeping();
    platform.clock.advance(100);
    expect((await again).job).toEqual(job);
    expect(platform.launcher.started.map(({ kind }) => kind)).toEqual(['search', 'report', 'report']);
  });
});

describe('reading', () => {
  async function finished(): Promise<{ platform: FakePlatform; paths: string[]; files: string[] }> {
    const platform = createFakePlatform();
    const { job, job_id } = await submit(platform.app);
    await completeJob(platform, job.id);
    await completeJob(platform, job.report_id, [{ name: 'report.tsv', text: 'q1\ts1\n' }]);
    const paths = [
      '/v1/jobs',
      `/v1/jobs/${job_id}/status`,
      `/jobs/${job.id}`,
      `/jobs/${job.id}/reports`,
      `/jobs/${job.id}/events`,
    ];
    const files = [
      `/v1/jobs/${job_id}/results`,
      `/v1/jobs/${job_id}/results?content=report`,
      `/jobs/${job.report_id}/files`,
      `/jobs/${job.report_id}/files/report.tsv`,
    ];
    return { platform, paths, files };
  }

  it('needs the document store', async () => {
    const { platform, paths, files } = await finished();
    for (const path of [...paths, ...files])
      await refusedFor(platform, 'documents', () => platform.app.request(path));
  });

  it('of files needs the object store', async () => {
    const { platform, files } = await finished();
    for (const path of files.filter((one) => !one.endsWith('/files'))) {
      await refusedFor(platform, 'objects', () => platform.app.request(path));
    }
  });

  it('does without Temporal', async () => {
    const { platform, paths, files } = await finished();
    platform.launcher.available = false;
    for (const path of [...paths, ...files]) expect((await platform.app.request(path)).status).toBe(200);
  });
});
