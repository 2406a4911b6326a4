import { createFakePlatform, type FakePlatform } from '../../support/api/fake-platform.ts';
import { completeJob, expireJob } from '../../support/api/move-job.ts';
import { problemOf, submit } from '../../support/api/requests.ts';

const text = '0123456789';

async function withFiles(...names: string[]): Promise<{
  platform: FakePlatform;
  files: string;
  get: (name: string, headers?: Record<string, string>, method?: string) => Promise<Response>;
  jobId: string;
}> {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app);
  await completeJob(
    platform,
    job.report_id,
    names.map((name) => ({
      name,
      text: name === 'empty' ? '' : text,
      mediaType: 'text/plain; charset=utf-8',
    })),
  );
  const files = `/jobs/${job.report_id}/files`;
  return {
    platform,
    files,
    jobId: job.report_id,
    get: async (name, headers = {}, method = 'GET') =>
      platform.app.request(`${files}/${encodeURIComponent(name)}`, { headers, method }),
  };
}

describe('a file', () => {
  it('comes whole with everything a client needs to keep it', async () => {
    const { get } = await withFiles('report.txt');
    const response = await get('report.txt');
    expect(await response.text()).toBe(text);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': '10',
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=86400, immutable',
      'content-disposition': 'inline; filename="report.txt"',
      'content-security-policy': expect.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    });
  });

  it.each<[range: string, status: number, body: string, contentRange: string | null]>([
    ['bytes=0-0', 206, '0', 'bytes 0-0/10'],
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-99', 206, text, 'bytes 0-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    [' bytes=1-1 ', 206, '1', 'bytes 1-1/10'],
    ['bytes=5-4', 200, text, null],
    ['bytes=0-1,3-4', 200, text, null],
    ['lines=0-1', 200, text, null],
    ['bytes=-', 200, text, null],
    ['bytes=a-b', 200, text, null],
  ])('with Range %j answers %i', async (range, status, body, contentRange) => {
    const { get } = await withFiles('report.txt');
    const response = await get('report.txt', { Range: range });
    expect([response.status, await response.text(), response.headers.get('content-range')]).toEqual([
      status,
      body,
      contentRange,
    ]);
    expect(response.headers.get('content-length')).toBe(String(body.length));
  });

  it.each([
    ['report.txt', 'bytes=10-', 'bytes */10'],
    ['report.txt', 'bytes=-0', 'bytes */10'],
    ['report.txt', `bytes=${'9'.repeat(30)}-`, 'bytes */10'],
    ['empty', 'bytes=0-', 'bytes */0'],
  ])(
    '%s with Range %s is 416, and nothing says that this answer may be kept',
    async (name, range, contentRange) => {
      const { get } = await withFiles('report.txt', 'empty');
      const response = await get(name, { Range: range });
      expect(response.headers.get('content-range')).toBe(contentRange);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('etag')).toBeNull();
      expect(await problemOf(response)).toMatchObject({ status: 416, code: 'RANGE_NOT_SATISFIABLE' });
    },
  );

  it('answers If-None-Match and If-Range by its digest', async () => {
    const { get } = await withFiles('report.txt');
    const tag = (await get('report.txt')).headers.get('etag') ?? '';
    for (const header of [tag, `"x", ${tag}`, `W/${tag}`, '*']) {
      const same = await get('report.txt', { 'If-None-Match': header });
      expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', tag]);
    }
    expect((await get('report.txt', { 'If-None-Match': '"other"' })).status).toBe(200);
    expect((await get('report.txt', { Range: 'bytes=0-1', 'If-Range': tag })).status).toBe(206);
    for (const other of ['"other"', `W/${tag}`, 'Wed, 04 Mar 2026 05:06:07 GMT']) {
      expect((await get('report.txt', { Range: 'bytes=0-1', 'If-Range': other })).status).toBe(200);
    }
  });

  it('to HEAD tells its size without being opened, and takes no notice of a range', async () => {
    const { get, platform } = await withFiles('report.txt');
    await get('report.txt', {}, 'HEAD');
    platform.objects.available = false;
    const response = await get('report.txt', { Range: 'bytes=0-1' }, 'HEAD');
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      '10',
      '',
    ]);
  });

  it.each([
    [
      'ü "quoted";\r\nX-Evil: 1.txt',
      `inline; filename="_ _quoted____X-Evil_ 1.txt"; filename*=UTF-8''%C3%BC%20%22quoted%22%3B%0D%0AX-Evil%3A%201.txt`,
    ],
    ["it's (1).txt", `inline; filename="it_s _1_.txt"; filename*=UTF-8''it%27s%20%281%29.txt`],
  ])('called %j breaks out of no header', async (name, disposition) => {
    const { contentDisposition } = await import('../../../api/middleware/content-disposition.ts');
    expect(contentDisposition('inline', name)).toBe(disposition);
    expect(() => new Headers({ 'Content-Disposition': disposition })).not.toThrow();
  });
});

describe('a file that is not there', () => {
  it.each(['other.txt', '../report.txt', 'report.txt/', '%2e%2e/x', '\u0000', 'manifest.json', '__proto__'])(
    '%j is a 404 that names those that are',
    async (name) => {
      const { get } = await withFiles('report.txt');
      const problem = await problemOf(await get(name));
      expect(problem).toMatchObject({
        status: 404,
        code: 'NOT_FOUND',
        detail: expect.stringContaining('report.txt'),
      });
    },
  );

  it('because the job is open is a 409, because it expired a 410', async () => {
    const { platform, files, jobId } = await withFiles('report.txt');
    const open = await submit(platform.app, { options: '-evalue 1' });
    for (const path of [`/jobs/${open.job.id}/files`, `/jobs/${open.job.id}/files/x`]) {
      expect(await problemOf(await platform.app.request(path))).toMatchObject({
        status: 409,
        code: 'NOT_READY',
      });
    }
    await expireJob(platform, jobId);
    for (const path of [files, `${files}/report.txt`]) {
      expect(await problemOf(await platform.app.request(path))).toMatchObject({
        status: 410,
        code: 'RESULT_EXPIRED',
      });
    }
  });

  it('because it was deleted since the manifest was read is a 410', async () => {
    const { platform, get } = await withFiles('report.txt');
    await platform.objects.delete((await platform.objectKeys()).filter((key) => key.endsWith('report.txt')));
    expect(await problemOf(await get('report.txt'))).toMatchObject({ status: 410, code: 'RESULT_EXPIRED' });
  });
});

it('the files of a job are listed in their order', async () => {
  const { platform, files, jobId } = await withFiles('b.txt', 'a.txt');
  const { files: listed } = (await (await platform.app.request(files)).json()) as { files: unknown[] };
  expect(listed.pop()).toMatchObject({ name: 'report.zip', sha256: null });
  expect(listed).toEqual(
    ['b.txt', 'a.txt'].map((name) => ({
      name,
      url: `/jobs/${jobId}/files/${name}`,
      size_bytes: 10,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      media_type: 'text/plain; charset=utf-8',
    })),
  );
});
