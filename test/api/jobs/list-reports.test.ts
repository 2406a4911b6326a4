import { createFakePlatform } from '../../support/api/fake-platform.ts';
import { problemOf, submit } from '../../support/api/requests.ts';

it('a search lists the reports that were asked of it, and a report none', async () => {
  const { app } = createFakePlatform();
  const { job } = await submit(app);
  const { job: other } = await submit(app, { options: '-evalue 1e-5 -outfmt 5' });
  expect(other.id).toBe(job.id);
  const { reports } = (await (await app.request(`/jobs/${job.id}/reports`)).json()) as {
    reports: { job_id: string }[];
  };
  expect(reports.map(({ job_id }) => job_id).sort()).toEqual([job.report_id, other.report_id].sort());
  expect(reports).toContainEqual({
    job_id: other.report_id,
    outfmt: '5',
    state: 'queued',
    url: `/jobs/${other.report_id}`,
  });
  expect(await (await app.request(`/jobs/${job.report_id}/reports`)).json()).toEqual({ reports: [] });
  expect(await problemOf(await app.request(`/jobs/${'0'.repeat(32)}/reports`))).toMatchObject({
    status: 404,
  });
});
