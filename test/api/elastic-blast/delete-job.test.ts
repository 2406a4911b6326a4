import { jobs } from '../../../src/job/record.ts';
import { createFakePlatform } from '../../support/api/fake-platform.ts';
import { completeJob, failJob, jobRow } from '../../support/api/move-job.ts';
import { problemOf, submit } from '../../support/api/requests.ts';

describe('taking back an open submission', () => {
  it('cancels its search and report and leaves it readable as cancelled', async () => {
    const { app, launcher } = createFakePlatform();
    const { job, job_id } = await submit(app);
    const answer = await app.request(`/v1/jobs/${job_id}`, { method: 'DELETE' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ job_id, status: 'deleted' });
    expect(launcher.cancelled.map(({ jobId }) => jobId).sort()).toEqual([job.id, job.report_id].sort());
    const status = await (await app.request(`/v1/jobs/${job_id}/status`)).json();
    expect(status).toMatchObject({ status: 'failed', phase: 'cancelled', error: { code: 'CANCELLED' } });
    expect(await problemOf(await app.request(`/v1/jobs/${job_id}/results`))).toMatchObject({
      status: 409,
      code: 'CANCELLED',
    });
  });

  it('stops nothing that somebody else still wants, and reads as cancelled even when that is finished', async () => {
    const platform = createFakePlatform();
    const mine = await submit(platform.app);
    const other = await submit(platform.app);
    await platform.app.request(`/v1/jobs/${mine.job_id}`, { method: 'DELETE' });
    expect(platform.launcher.cancelled).toEqual([]);
    expect((await jobRow(platform, mine.job.id)).cancelRequested).toBe(false);
    await completeJob(platform, mine.job.id);
    await completeJob(platform, mine.job.report_id, [{ name: 'report.tsv', text: '' }]);
    const read = async (id: string) => (await platform.app.request(`/v1/jobs/${id}/status`)).json();
    expect(await read(other.job_id)).toMatchObject({ status: 'success' });
    expect(await read(mine.job_id)).toMatchObject({ status: 'failed', phase: 'cancelled' });
  });

  it('twice forgets it', async () => {
    const { app } = createFakePlatform();
    const { job_id } = await submit(app);
    const take = () => app.request(`/v1/jobs/${job_id}`, { method: 'DELETE' });
    expect([(await take()).status, (await take()).status, (await take()).status]).toEqual([200, 200, 404]);
    expect(await (await app.request('/v1/jobs')).json()).toMatchObject({ jobs: [] });
  });
});

it.each(['completed', 'failed'])(
  'taking back a submission whose job is %s forgets it and keeps the job',
  async (end) => {
    const platform = createFakePlatform();
    const { job, job_id } = await submit(platform.app);
    if (end === 'failed') await failJob(platform, job.id, { code: 'TOOL_FAILED', message: 'No.' });
    else {
      await completeJob(platform, job.id);
      await completeJob(platform, job.report_id, [{ name: 'report.tsv', text: '' }]);
    }
    expect((await platform.app.request(`/v1/jobs/${job_id}`, { method: 'DELETE' })).status).toBe(200);
    expect((await platform.app.request(`/v1/jobs/${job_id}/status`)).status).toBe(404);
    expect((await platform.documents.get(jobs, job.id))?.document.state).toBe(end);
    expect(platform.launcher.cancelled).toEqual([]);
  },
);
