import { completeJob } from '../../support/api/move-job.ts';
import { unzip } from '../../support/api/unzip.ts';
import { setUpReports } from './report-world.ts';

const files = [
  { name: 'report.json', text: '{"files": []}' },
  { name: 'report_1.json', text: '0123456789', mediaType: 'application/json' },
];

async function finished() {
  const world = await setUpReports();
  const id = await world.createReport({ blastConfig: { formatType: 'multi-file-blast-json' } });
  await completeJob(world, id, files);
  const fetchFile = async (name: string, init: RequestInit = {}) =>
    await world.app.request(`/report/jobs/${id}/files/${name}`, init);
  return { ...world, id, fetchFile };
}

it('all files are listed with their sizes, report.zip among them', async () => {
  const { get, id, fetchFile } = await finished();
  const zip = Buffer.from(await (await fetchFile('report.zip')).arrayBuffer());
  expect(await get(`/report/jobs/${id}/files`)).toEqual({
    status: 200,
    body: [
      ...files.map(({ name, text }) => ({ name, size: text.length })),
      { name: 'report.zip', size: zip.length },
    ],
  });
  expect([...(await unzip(zip))].map(([name, text]) => ({ name, text: text.toString() }))).toEqual(
    files.map(({ name, text }) => ({ name, text })),
  );
});

it('a file comes whole, in parts, not at all when it is known, and as a download', async () => {
  const { fetchFile } = await finished();
  const whole = await fetchFile('report_1.json');
  expect([whole.status, await whole.text()]).toEqual([200, '0123456789']);
  expect(whole.headers.get('content-type')).toBe('application/json');
  expect(whole.headers.get('content-disposition')).toBe('inline; filename="report_1.json"');
  const etag = whole.headers.get('etag') ?? '';
  expect((await fetchFile('report_1.json', { headers: { 'If-None-Match': etag } })).status).toBe(304);
  const part = await fetchFile('report_1.json', { headers: { Range: 'bytes=3-5', 'If-Range': etag } });
  expect([part.status, await part.text()]).toEqual([206, '345']);
  const beyond = await fetchFile('report_1.json', { headers: { Range: 'bytes=10-' } });
  expect([beyond.status, await beyond.json()]).toMatchObject([416, { status: 'bad-request' }]);
  const download = await fetchFile('report_1.json?download=true');
  expect(download.headers.get('content-disposition')).toBe('attachment; filename="report_1.json"');
});

it('a file that is not there is 404 with the names of those that are', async () => {
  const { fetchFile } = await finished();
  for (const name of ['report.xml', 'config.json', 'stderr.txt', '..%2F..%2Frequest.json']) {
    const response = await fetchFile(name);
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { status: 'not-found', message: /report.json, report_1.json, report.zip/ },
    ]);
  }
});

it('a SAM file is known by the name that clients ask for, and by ours', async () => {
  const world = await setUpReports();
  const { app, createReport } = world;
  const id = await createReport();
  await completeJob(world, id, [{ name: 'report.sam', text: '@HD' }]);
  const listed = (await (await app.request(`/report/jobs/${id}/files`)).json()) as { name: string }[];
  expect(listed.map(({ name }) => name)).toEqual(['report.txt', 'report.zip']);
  for (const name of ['report.txt', 'report.sam'])
    expect(await (await app.request(`/report/jobs/${id}/files/${name}`)).text()).toBe('@HD');
});
