import { createHash } from 'node:crypto';
import { createFakePlatform, type FakePlatform } from '../../support/api/fake-platform.ts';
import { cancelledJob, completeJob, expireJob, failJob, runJob } from '../../support/api/move-job.ts';
import { formBody, oneProtein, postForm, submit, type Submitted } from '../../support/api/requests.ts';

const browser = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

async function pageOf(
  { app }: Pick<FakePlatform, 'app'>,
  id: string,
): Promise<{ html: string; text: string; headers: Headers; refreshes: boolean }> {
  const response = await app.request(`/jobs/${id}`, { headers: browser });
  expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  const html = await response.text();
  expect(html).not.toMatch(/<script|javascript:| on[a-z]+=|https?:\/\//);
  const text = html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  expect(text).not.toMatch(/undefined|null|NaN|\[object/);
  return { html, text, headers: response.headers, refreshes: html.includes('http-equiv="refresh"') };
}

const hit = (query: string, subject: string, rest = '') =>
  `${query}\t${subject}\t98.5\t9\t0\t0\t1\t9\t1\t9\t1e-42\t${rest || '123'}\n`;

async function searched(rows: string): Promise<{ platform: FakePlatform; job: Submitted['job'] }> {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app);
  await completeJob(platform, job.id);
  await completeJob(platform, job.report_id, [{ name: 'report.tsv', text: rows }]);
  return { platform, job };
}

describe('the page of an open job', () => {
  it.each<[string, (platform: FakePlatform, id: string) => Promise<void>, RegExp]>([
    ['queued', async () => undefined, /queued number 1 in the queue/],
    ['running', (platform, id) => runJob(platform, id), /running searching/],
    [
      'running, 2 of 8',
      (platform, id) => runJob(platform, id, 2, 8),
      /running searching: 2 of 8, about 0 s left 25 %/,
    ],
  ])('%s says how far it is and loads itself again', async (_title, move, said) => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await move(platform, job.id);
    const page = await pageOf(platform, job.id);
    expect(page.text).toMatch(said);
    expect(page.refreshes).toBe(true);
  });
});

describe('the page of a finished search', () => {
  it('shows its best hits, its downloads elsewhere, and where it came from', async () => {
    const { platform, job } = await searched(hit('q1', 's1') + hit('q1', 's1', '100') + hit('q1', 's2'));
    const page = await pageOf(platform, job.id);
    expect(page.text).toMatch(/Top hits .*q1 s1 98\.5 % 1e-42 123 q1 s2 98\.5 % 1e-42 123/);
    expect(page.html).toContain(`href="/jobs/${job.report_id}"`);
    expect(page.text).toContain('Provenance');
    expect(page.refreshes).toBe(false);
  });

  it('shows no markup that a sequence is named with', async () => {
    const { platform, job } = await searched(hit('<img/src=x>', '"><b>bold'));
    const { html } = await pageOf(platform, job.id);
    expect(html).toContain('&lt;img/src=x&gt;');
    expect(html).not.toMatch(/<img|<b>/);
  });

  it('without hits says so', async () => {
    const { platform, job } = await searched('');
    expect((await pageOf(platform, job.id)).text).toContain('No hits.');
  });

  it('asks for the tabular report where none was wanted, and waits for it', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app, { options: '-outfmt 5' });
    await completeJob(platform, job.id);
    const waiting = await pageOf(platform, job.id);
    expect(waiting.text).toContain('Being prepared…');
    expect(waiting.refreshes).toBe(true);
    expect(waiting.headers.get('etag')).toBeNull();
    expect(waiting.headers.get('cache-control')).toBe('no-store');
    const table = platform.launcher.started.at(-1)?.jobId ?? '';
    await completeJob(platform, table, [{ name: 'report.tsv', text: hit('q1', 's1') }]);
    expect((await pageOf(platform, job.id)).text).toContain('q1 s1');
  });

  it.each<[string, (platform: FakePlatform, job: Submitted['job']) => Promise<void>, string]>([
    [
      'Temporal is down',
      async ({ launcher }) => void (launcher.available = false),
      'Temporal does not answer',
    ],
    [
      'the database changed',
      (platform, job) =>
        failJob(platform, job.report_id, { code: 'DATABASE_CHANGED', message: 'The database changed.' }),
      'The database changed.',
    ],
  ])('is shown without hits when %s', async (_title, spoil, reason) => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await completeJob(platform, job.id);
    await spoil(platform, job);
    const page = await pageOf(platform, job.id);
    expect(page.text).toContain(`They cannot be shown: ${reason}`);
    expect(page.refreshes).toBe(false);
  });
});

describe('the page of another job', () => {
  it('of a report shows its beginning and its files', async () => {
    const { platform, job } = await searched(hit('q1', 's1').repeat(500));
    const page = await pageOf(platform, job.report_id);
    expect(page.text).toMatch(/Beginning of the report q1 s1 .*… Downloads report\.tsv \(\d+\.\d KB\)/);
    expect(page.html).toContain(`href="/jobs/${job.id}"`);
  });

  it('of a database says how to search it', async () => {
    const platform = createFakePlatform();
    const parts = [
      { name: 'name', text: 'mine' },
      { name: 'type', text: 'protein' },
      { name: 'fasta', text: oneProtein, fileName: 'f' },
    ];
    const { job_id } = (await (await postForm(platform.app, '/v1/databases', formBody(parts))).json()) as {
      job_id: string;
    };
    expect((await pageOf(platform, job_id)).text).toContain('build protein database mine');
    await completeJob(platform, job_id);
    expect((await pageOf(platform, job_id)).text).toContain('--db mine');
  });

  it.each<[string, (platform: FakePlatform, id: string) => Promise<void>, RegExp]>([
    [
      'failed',
      (platform, id) => failJob(platform, id, { code: 'TOOL_FAILED', message: 'BLAST says <no>.' }),
      /failed BLAST says &lt;no&gt;\./,
    ],
    ['cancelled', cancelledJob, /cancelled The job was cancelled\. Submit the same request again/],
    [
      'expired',
      async (platform, id) => {
        await completeJob(platform, id);
        await expireJob(platform, id);
      },
      /expired Submit the same request again/,
    ],
  ])('%s says why and what to do, and does not load itself again', async (_title, move, said) => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await move(platform, job.id);
    const page = await pageOf(platform, job.id);
    expect(page.text).toMatch(said);
    expect(page.refreshes).toBe(false);
  });

  it.each(['0'.repeat(32), 'nonsense'])('%s that does not exist is a page too', async (id) => {
    const page = await pageOf(createFakePlatform(), id);
    expect(page.text).toMatch(
      /Not Found There is no job|Unprocessable Content &quot;id&quot;: a job id is 32/,
    );
  });
});

it('the only style that the policy of a page allows is its own', async () => {
  const { platform, job } = await searched('');
  const { html, headers } = await pageOf(platform, job.id);
  const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}'`);
  expect(html).not.toMatch(/ style="/);
});

it.each([
  ['text/html', true],
  ['text/html, application/json', true],
  ['application/json, text/html', false],
  ['*/*', false],
  ['application/json', false],
])('Accept: %s prefers a page: %s', async (accept, isPage) => {
  const { app } = createFakePlatform();
  const { job } = await submit(app);
  const response = await app.request(`/jobs/${job.id}`, { headers: { Accept: accept } });
  expect(response.headers.get('content-type')?.startsWith('text/html')).toBe(isPage);
  expect(response.headers.get('vary')).toBe('Accept');
});
