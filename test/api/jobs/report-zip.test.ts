import { createFakePlatform } from '../../support/api/fake-platform.ts';
import { completeJob } from '../../support/api/move-job.ts';
import { problemOf, submit } from '../../support/api/requests.ts';
import { unzip } from '../../support/api/unzip.ts';

const files = [
  { name: 'report.json', text: '{}' },
  { name: 'report_1.json', text: 'x'.repeat(70_000) },
  { name: 'report_2.json', text: '' },
];

async function finished() {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app);
  await completeJob(platform, job.id);
  await completeJob(platform, job.report_id, files);
  const get = async (path: string, init: RequestInit = {}) =>
    await platform.app.request(`/jobs/${job.report_id}/${path}`, init);
  return { platform, job, get };
}

it('report.zip holds all files of a report, and is as large as it is said to be', async () => {
  const { get } = await finished();
  const listed = (await (await get('files')).json()) as { files: { name: string; size_bytes: number }[] };
  expect(listed.files.map(({ name }) => name)).toEqual([...files.map(({ name }) => name), 'report.zip']);
  const response = await get('files/report.zip');
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  expect(listed.files.at(-1)?.size_bytes).toBe(bytes.length);
  expect([...(await unzip(bytes))].map(([name, text]) => ({ name, text: text.toString() }))).toEqual(files);
});

it('it is the same each time, and a client that has it is told so', async () => {
  const { get } = await finished();
  const [one, two] = [await get('files/report.zip'), await get('files/report.zip')];
  expect(Buffer.from(await one.arrayBuffer()).equals(Buffer.from(await two.arrayBuffer()))).toBe(true);
  const etag = one.headers.get('etag') ?? '';
  expect((await get('files/report.zip', { headers: { 'If-None-Match': etag } })).status).toBe(304);
  const head = await get('files/report.zip', { method: 'HEAD' });
  expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, '']);
  const range = await get('files/report.zip', { headers: { Range: 'bytes=0-9' } });
  expect([range.status, range.headers.get('accept-ranges')]).toEqual([200, 'none']);
});

it('a report whose files are gone says so before the archive begins, and breaks off when one goes meanwhile', async () => {
  const { platform, get } = await finished();
  const { objects } = await platform.deps.objects.list('jobs/');
  const keyOf = (name: string) => objects.find(({ key }) => key.endsWith(`/files/${name}`))?.key ?? '';
  await platform.deps.objects.delete([keyOf('report_1.json')]);
  await expect((await get('files/report.zip')).arrayBuffer()).rejects.toThrow();
  await platform.deps.objects.delete([keyOf('report.json')]);
  const other = await finished();
  const all = await other.platform.deps.objects.list('jobs/');
  await other.platform.deps.objects.delete(
    all.objects.map(({ key }) => key).filter((key) => key.includes('/files/')),
  );
  expect(await problemOf(await other.get('files/report.zip'))).toMatchObject({ code: 'RESULT_EXPIRED' });
});

it('a search has none', async () => {
  const { platform, job } = await finished();
  const response = await platform.app.request(`/jobs/${job.id}/files/report.zip`);
  expect(await problemOf(response)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
});
