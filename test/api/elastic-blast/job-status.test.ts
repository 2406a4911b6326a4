import { createFakePlatform, type FakePlatform } from '../../support/api/fake-platform.ts';
import { cancelledJob, completeJob, expireJob, failJob, runJob } from '../../support/api/move-job.ts';
import { problemOf, submit, type Submitted } from '../../support/api/requests.ts';

type Move = (platform: FakePlatform, job: Submitted['job']) => Promise<void>;

const done: Move = async (platform, job) => {
  await completeJob(platform, job.id);
  await completeJob(platform, job.report_id, [{ name: 'report.tsv', text: 'x\n' }]);
};
const failure = { code: 'TOOL_FAILED', message: 'BLAST says no.' } as const;

describe('the words of the API it stands in for', () => {
  it.each<[title: string, move: Move, status: string, phase: string, percent: number, code: string | null]>([
    ['nothing yet', async () => undefined, 'queued', 'waiting_for_capacity', 0, null],
    [
      'running, nothing planned',
      (platform, job) => runJob(platform, job.id),
      'running',
      'searching',
      5,
      null,
    ],
    [
      'a third of the chunks',
      (platform, job) => runJob(platform, job.id, 1, 3),
      'running',
      'searching',
      33,
      null,
    ],
    [
      'all chunks, not published',
      (platform, job) => runJob(platform, job.id, 3, 3),
      'running',
      'searching',
      99,
      null,
    ],
    [
      'searched, not reported',
      (platform, job) => completeJob(platform, job.id),
      'running',
      'finalizing',
      99,
      null,
    ],
    ['reported', done, 'success', 'completed', 100, null],
    [
      'search failed',
      (platform, job) => failJob(platform, job.id, failure),
      'failed',
      'failed',
      0,
      'TOOL_FAILED',
    ],
    [
      'search cancelled by somebody else',
      (platform, job) => cancelledJob(platform, job.id),
      'failed',
      'cancelled',
      0,
      'CANCELLED',
    ],
    [
      'search expired',
      async (platform, job) => {
        await completeJob(platform, job.id);
        await expireJob(platform, job.id);
      },
      'failed',
      'expired',
      0,
      'RESULT_EXPIRED',
    ],
    [
      'report failed',
      async (platform, job) => {
        await completeJob(platform, job.id);
        await failJob(platform, job.report_id, failure);
      },
      'failed',
      'failed',
      0,
      'TOOL_FAILED',
    ],
    [
      'search expired, report kept',
      async (platform, job) => {
        await done(platform, job);
        await expireJob(platform, job.id);
      },
      'success',
      'completed',
      100,
      null,
    ],
  ])('%s', async (_title, move, status, phase, percent, code) => {
    const platform = createFakePlatform();
    const { job, job_id } = await submit(platform.app, { note: 'mine' });
    await move(platform, job);
    const body = (await (await platform.app.request(`/v1/jobs/${job_id}/status`)).json()) as Record<
      string,
      unknown
    >;
    expect(body).toMatchObject({
      job_id,
      status,
      phase,
      progress_pct: percent,
      program: 'blastp',
      db: 'proteins',
      passthrough: { note: 'mine' },
    });
    expect(body['error']).toEqual(code === null ? null : expect.objectContaining({ code }));
    expect(body['queue_position']).toBe(status === 'queued' ? 1 : null);
    expect(body['completed_at']).toBe(status === 'success' ? '2026-03-04T05:06:07.000Z' : null);
    const listed = (await (await platform.app.request('/v1/jobs')).json()) as { jobs: unknown[] };
    expect(listed.jobs).toEqual([body]);
  });
});

describe('a job id', () => {
  it.each([
    ['12345', 400],
    ['1234567890abc', 400],
    ['xyz', 400],
    ['%2e%2e%2f', 400],
    ['abcdef', 404],
    ['abcdef123456', 404],
  ])('%s gives %i', async (id, status) => {
    const { app } = createFakePlatform();
    for (const [method, path] of [
      ['GET', 'status'],
      ['GET', 'results'],
      ['DELETE', ''],
    ] as const) {
      expect(
        await problemOf(await app.request(`/v1/jobs/${id}${path === '' ? '' : `/${path}`}`, { method })),
      ).toMatchObject({ status });
    }
  });

  it('is read in upper case and with dashes, as that API does', async () => {
    const { app } = createFakePlatform();
    const { job_id } = await submit(app);
    const written = `${job_id.slice(0, 4)}-${job_id.slice(4)}`.toUpperCase();
    expect((await app.request(`/v1/jobs/${written}/status`)).status).toBe(200);
  });

  it('of somebody else is unknown', async () => {
    const open = createFakePlatform();
    const closed = createFakePlatform({ apiToken: 't', documents: open.documents });
    const { job_id } = await submit(open.app);
    const headers = { Authorization: 'Bearer t' };
    expect((await closed.app.request(`/v1/jobs/${job_id}/status`, { headers })).status).toBe(404);
    expect(await (await closed.app.request('/v1/jobs', { headers })).json()).toMatchObject({ jobs: [] });
  });
});

it('a report that a crash kept from starting is started when somebody asks', async () => {
  const platform = createFakePlatform();
  const { job, job_id } = await submit(platform.app);
  const { jobs } = await import('../../../src/job/record.ts');
  await platform.documents.delete(jobs, job.report_id);
  platform.launcher.end(job.report_id, 'terminated');
  expect((await platform.app.request(`/v1/jobs/${job_id}/status`)).status).toBe(200);
  expect(platform.launcher.started.map(({ kind }) => kind)).toEqual(['search', 'report', 'report']);
});
