import { createFakePlatform } from '../support/api/fake-platform.ts';
import { postJson, problemOf, submission, submit } from '../support/api/requests.ts';

const unknownJob = '0'.repeat(32);

describe('every answer', () => {
  it('carries the request id of its caller, and every line of the log does', async () => {
    const { app, log } = createFakePlatform();
    const response = await app.request('/v1/databases', { headers: { 'X-Request-Id': 'from-me-1' } });
    expect(response.headers.get('x-request-id')).toBe('from-me-1');
    expect(log.length).toBeGreaterThan(0);
    expect(log.every((line) => line['requestId'] === 'from-me-1')).toBe(true);
  });

  it.each([undefined, 'with blank', 'x'.repeat(129), '"quoted"', '${jndi}'])(
    'gets an id of its own instead of %j',
    async (id) => {
      const response = await createFakePlatform().app.request(
        '/healthz',
        id === undefined ? {} : { headers: { 'X-Request-Id': id } },
      );
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('says in the log which job it is about, from the moment that is known', async () => {
    const { app, log } = createFakePlatform();
    const { job, job_id: submissionId } = await submit(app);
    expect(log.filter(({ msg }) => msg === 'submitted' || msg === 'request')).toEqual([
      expect.objectContaining({ jobId: job.id, submissionId, disposition: 'started' }),
      expect.objectContaining({ jobId: job.id, submissionId, status: 202 }),
    ]);
    log.length = 0;
    for (const path of [
      `/jobs/${job.id}`,
      `/jobs/${job.id}/files`,
      `/jobs/${job.id}/files/x`,
      `/jobs/${job.id}/reports`,
      `/v1/jobs/${submissionId}/status`,
      `/v1/jobs/${submissionId}/results`,
    ]) {
      await app.request(path);
    }
    expect(log).toHaveLength(6);
    expect(log.every((line) => line['jobId'] === job.id)).toBe(true);
  });

  it.each([
    '/',
    '/docs',
    '/openapi.json',
    '/healthz',
    '/metrics',
    '/v1/jobs',
    '/v1/databases',
    `/jobs/${unknownJob}`,
    '/nowhere',
  ])('lets no browser guess, frame or run anything: %s', async (path) => {
    const { headers } = await createFakePlatform().app.request(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(headers.get('cache-control')).toBeTruthy();
  });

  it.each([
    '/docs',
    '/openapi.json',
    '/healthz',
    '/metrics',
    '/v1/jobs',
    '/v1/databases',
    '/docs/swagger-ui.css',
    '/docs/start.js',
  ])('to HEAD has the head of the answer to GET and no body: %s', async (path) => {
    const { app } = createFakePlatform();
    const [get, head] = [await app.request(path), await app.request(path, { method: 'HEAD' })];
    expect(head.status).toBe(get.status);
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
    expect(await head.text()).toBe('');
    expect((await get.text()).length).toBeGreaterThan(0);
  });
});

describe('an address that does not exist', () => {
  it('is a 404 that says where to look', async () => {
    const problem = await problemOf(await createFakePlatform().app.request('/v2/jobs'));
    expect(problem).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
      title: 'Not Found',
      type: 'about:blank',
    });
    expect(problem.detail).toBe('There is nothing at GET /v2/jobs. The API is described at /docs.');
  });

  it('is a page for a browser, and its text is text', async () => {
    const response = await createFakePlatform().app.request('/<script>alert(1)</script>', {
      headers: { Accept: 'text/html,*/*' },
    });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    const page = await response.text();
    expect(page).toContain('<h1>Not Found</h1>');
    expect(page).not.toContain('<script');
  });
});

describe('a fault of ours', () => {
  it('is a 500 that tells nothing but an id, which is in the log with the reason', async () => {
    const secret = 'ENOENT: /srv/secret/path';
    const { app, log } = createFakePlatform({
      engine: { version: () => Promise.reject(new Error(secret)), searchChunk: never, formatArchive: never },
    });
    const problem = await problemOf(await postJson(app, '/v1/jobs', submission()));
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL' });
    expect(JSON.stringify(problem)).not.toContain('secret');
    const line = log.find(({ msg }) => msg === 'failed');
    expect(line).toMatchObject({ requestId: problem.request_id, code: 'INTERNAL', err: { message: secret } });
  });
});

describe('with a token', () => {
  const token = 'a-long-random-text';
  const withToken = (headers: Record<string, string>, path = '/v1/jobs') =>
    createFakePlatform({ apiToken: token }).app.request(path, { headers });

  it.each<[string, Record<string, string>]>([
    ['none', {}],
    ['a wrong one', { Authorization: 'Bearer another' }],
    ['a beginning of it', { Authorization: `Bearer ${token.slice(0, -1)}` }],
    ['another scheme', { Authorization: `Basic ${token}` }],
    ['an empty header', { 'X-ELB-API-Token': '' }],
  ])('%s is refused with 401', async (_title, headers) => {
    const response = await withToken(headers);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await problemOf(response)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it.each<[string, Record<string, string>]>([
    ['Authorization', { Authorization: `Bearer ${token}` }],
    ['the scheme in another case', { Authorization: `bearer ${token}` }],
    ['X-ELB-API-Token', { 'X-ELB-API-Token': token }],
  ])('it is taken from %s', async (_title, headers) => {
    expect((await withToken(headers)).status).toBe(200);
  });

  it.each([
    `/jobs/${unknownJob}`,
    `/jobs/${unknownJob}/events`,
    `/jobs/${unknownJob}/files`,
    `/jobs/${unknownJob}/files/x`,
    `/jobs/${unknownJob}/reports`,
    '/v1/jobs',
    '/v1/jobs/abcdef123456/status',
    '/v1/jobs/abcdef123456/results',
    '/v1/databases',
    '/nowhere',
  ])('%s is closed without it', async (path) => expect((await withToken({}, path)).status).toBe(401));

  it.each(['/healthz', '/metrics', '/docs', '/openapi.json'])('%s is open', async (path) => {
    expect((await withToken({}, path)).status).toBe(200);
  });

  it('it is never written to the log', async () => {
    const { app, log } = createFakePlatform({ apiToken: token });
    await app.request('/v1/jobs', { headers: { Authorization: `Bearer ${token}` } });
    expect(JSON.stringify(log)).not.toContain(token);
  });
});

describe('a page of another site', () => {
  const post = (headers: Record<string, string>, apiToken?: string) =>
    postJson(
      createFakePlatform(apiToken === undefined ? {} : { apiToken }).app,
      '/v1/jobs',
      submission(),
      headers,
    );

  it.each(['https://evil.example', 'null', 'http://localhost:1'])(
    'changes nothing from %s',
    async (origin) => {
      expect(await problemOf(await post({ Origin: origin, Host: 'localhost' }))).toMatchObject({
        status: 403,
        code: 'FORBIDDEN',
      });
    },
  );

  it('is told apart from a page of ours, and from a caller with a token', async () => {
    expect((await post({ Origin: 'http://localhost', Host: 'localhost' })).status).toBe(202);
    expect(
      (await post({ Origin: 'https://app.example', Host: 'localhost', Authorization: 'Bearer t' }, 't'))
        .status,
    ).toBe(202);
  });
});

function never(): Promise<never> {
  return Promise.reject(new Error('not here'));
}
