import { gunzipSync } from 'node:zlib';
import { createFakePlatform, type FakePlatform } from '../../support/api/fake-platform.ts';
import { completeJob, expireJob, failJob } from '../../support/api/move-job.ts';
import { problemOf, submit, type Submitted } from '../../support/api/requests.ts';
import { unzip } from '../../support/api/unzip.ts';

const rows = 'q1\ts1\t100.0\n'.repeat(1000);

async function finished(
  name = 'report.tsv',
  mediaType = 'text/tab-separated-values',
): Promise<{ platform: FakePlatform; submitted: Submitted; results: string }> {
  const platform = createFakePlatform();
  const submitted = await submit(platform.app);
  await completeJob(platform, submitted.job.id);
  await completeJob(platform, submitted.job.report_id, [{ name, text: rows, mediaType }]);
  return { platform, submitted, results: `/v1/jobs/${submitted.job_id}/results` };
}

it.each([
  ['', 'batch_000-blastp-proteins.out.gz'],
  ['?content=full', 'batch_000-blastp-proteins.out.gz'],
  ['?content=merged', 'merged_results.out.gz'],
])('results%s are a ZIP with the rows, compressed, in %s', async (query, entry) => {
  const { platform, submitted, results } = await finished();
  const response = await platform.app.request(results + query);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/zip');
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${submitted.job_id}.zip"`);
  const files = await unzip(Buffer.from(await response.arrayBuffer()));
  expect([...files.keys()]).toEqual([entry]);
  expect(gunzipSync(files.get(entry) ?? '').toString()).toBe(rows);
  expect((await platform.app.request(results + query, { method: 'HEAD' })).headers.get('content-type')).toBe(
    'application/zip',
  );
});

it('a report of several files is whole in the ZIP, the list under the usual name', async () => {
  const platform = createFakePlatform();
  const { job, job_id } = await submit(platform.app);
  await completeJob(platform, job.id);
  const files = ['report.json', 'report_1.json', 'report_2.json'].map((name) => ({ name, text: `${name}!` }));
  await completeJob(platform, job.report_id, files);
  const response = await platform.app.request(`/v1/jobs/${job_id}/results`);
  const zipped = await unzip(Buffer.from(await response.arrayBuffer()));
  const texts = [...zipped].map(([name, bytes]) => [name, gunzipSync(bytes).toString()]);
  expect(texts).toEqual([
    ['batch_000-blastp-proteins.out.gz', 'report.json!'],
    ['report_1.json.gz', 'report_1.json!'],
    ['report_2.json.gz', 'report_2.json!'],
  ]);
});

it('the report itself comes with ranges and an entity tag', async () => {
  const { platform, results } = await finished();
  const whole = await platform.app.request(`${results}?content=report`);
  expect(await whole.text()).toBe(rows);
  const part = await platform.app.request(`${results}?content=report`, { headers: { Range: 'bytes=3-4' } });
  expect([part.status, await part.text()]).toEqual([206, 's1']);
  const tag = whole.headers.get('etag') ?? '';
  expect(
    (await platform.app.request(`${results}?content=report`, { headers: { 'If-None-Match': tag } })).status,
  ).toBe(304);
  expect(
    (await platform.app.request(`${results}?content=report`, { headers: { Range: 'bytes=99999-' } })).status,
  ).toBe(416);
});

it('XML is served where it was asked for, and named as missing elsewhere', async () => {
  const xml = await finished('report.xml', 'application/xml');
  expect((await xml.platform.app.request(`${xml.results}?content=xml`)).headers.get('content-type')).toBe(
    'application/xml',
  );
  const table = await finished();
  const problem = await problemOf(await table.platform.app.request(`${table.results}?content=xml`));
  expect(problem).toMatchObject({ status: 422, detail: expect.stringContaining('-outfmt 5') });
});

it('another content is refused', async () => {
  const { platform, results } = await finished();
  expect(await problemOf(await platform.app.request(`${results}?content=zip`))).toMatchObject({
    status: 422,
    code: 'INVALID_REQUEST',
  });
});

describe('results that are not there', () => {
  it.each<[string, (platform: FakePlatform, job: Submitted['job']) => Promise<void>, number, string]>([
    ['not finished', async () => undefined, 409, 'NOT_READY'],
    ['searched, not reported', (platform, job) => completeJob(platform, job.id), 409, 'NOT_READY'],
    [
      'failed',
      (platform, job) => failJob(platform, job.id, { code: 'TOOL_FAILED', message: 'BLAST says no.' }),
      409,
      'NOT_READY',
    ],
    [
      'database changed',
      async (platform, job) => {
        await completeJob(platform, job.id);
        await failJob(platform, job.report_id, {
          code: 'DATABASE_CHANGED',
          message: 'The database changed.',
        });
      },
      410,
      'DATABASE_CHANGED',
    ],
    [
      'expired',
      async (platform, job) => {
        await completeJob(platform, job.id);
        await completeJob(platform, job.report_id);
        await expireJob(platform, job.report_id);
      },
      410,
      'RESULT_EXPIRED',
    ],
  ])('%s', async (_title, move, status, code) => {
    const platform = createFakePlatform();
    const { job, job_id } = await submit(platform.app);
    await move(platform, job);
    const response = await platform.app.request(`/v1/jobs/${job_id}/results`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await problemOf(response)).toMatchObject({ status, code });
  });
});
