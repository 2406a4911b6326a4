import { submissions } from '../../../src/account/submission.ts';
import { createFakePlatform } from '../../support/api/fake-platform.ts';
import { completeJob, failJob, runJob } from '../../support/api/move-job.ts';
import {
  formBody,
  postForm,
  postJson,
  problemOf,
  submission,
  submit,
  oneProtein,
  type Submitted,
} from '../../support/api/requests.ts';

describe('a submission', () => {
  it('starts a search and its report and says where to look', async () => {
    const { app, launcher } = createFakePlatform();
    const response = await postJson(
      app,
      '/v1/jobs',
      submission({ external_correlation_id: 'mine', resource_profile: 'small', note: 'x', tags: ['a'] }),
    );
    const body = (await response.json()) as Submitted;
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe(`/v1/jobs/${body.job_id}/status`);
    expect(body).toMatchObject({
      status: 'queued',
      queue_position: 1,
      submission_source: 'external_api',
      external_correlation_id: 'mine',
      resource_profile: 'small',
      db_name: 'proteins',
      message: 'Accepted.',
      passthrough: { note: 'x', tags: '["a"]' },
    });
    expect(body.job_id).toMatch(/^[0-9a-f]{12}$/);
    expect(launcher.started.map(({ kind, jobId }) => [kind, jobId])).toEqual([
      ['search', body.job.id],
      ['report', body.job.report_id],
    ]);
  });

  it('counts its place among searches only', async () => {
    const { app, clock } = createFakePlatform();
    await submit(app);
    clock.advance(1000);
    const second = await submit(app, { options: '-evalue 1' });
    expect(second.queue_position).toBe(2);
    const listed = (await (await app.request('/v1/jobs')).json()) as { jobs: Submitted[] };
    expect(listed.jobs.map((one) => one.queue_position)).toEqual([2, 1]);
  });

  it('beyond the quota is refused for now, and leaves nothing; the same search again is answered', async () => {
    const { app, deps, launcher, objectKeys } = createFakePlatform({ maxActiveJobs: 2 });
    await submit(app);
    await submit(app, { options: '-evalue 1' });
    const before = await objectKeys();
    const response = await postJson(app, '/v1/jobs', submission({ query_fasta: '>other\nMKVLATTRHL\n' }));
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await problemOf(response)).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      title: 'Too Many Requests',
      detail: expect.stringMatching(/^You may have 2 jobs under way at a time/),
    });
    expect(await objectKeys()).toEqual(before);
    expect(launcher.started).toHaveLength(4);
    expect(await deps.documents.count(submissions, {})).toBe(2);
    expect((await submit(app)).message).toMatch(/under way already/);
  });

  it('is the same job in every form that says the same', async () => {
    const { app, launcher } = createFakePlatform();
    const forms = [
      submit(app),
      submit(app, { query_fasta: '>q1\r\nMKVLATTRHLAQ\r\n\r\nWLEERGAKVVAIDT  ' }),
      submit(app, { options: undefined, blast_options: { evalue: 0.00001, outfmt: 6 } }),
      submit(app, { options: '-outfmt "6 std"', blast_options: { extra: '-evalue 1e-05' } }),
      submit(app, { priority: 'urgent', note: 'other labels' }),
      submitForm([
        ['program', 'blastp'],
        ['db', 'proteins'],
        ['options', '-evalue 1e-5 -outfmt 6'],
        ['priority', '10'],
        ['batch_len', '1000'],
        ['is_inclusive', 'false'],
      ]),
      submitForm([
        ['request', JSON.stringify({ program: 'blastp', db: 'proteins', options: '-evalue 1e-5 -outfmt 6' })],
      ]),
      submitForm([
        ['program', 'blastp'],
        ['db', 'proteins'],
        ['blast_options', '{"evalue":1e-5,"outfmt":6}'],
      ]),
    ];
    const jobs = (await Promise.all(forms)).map(({ job }) => [job.id, job.report_id].join());
    expect(new Set(jobs).size).toBe(1);
    expect(launcher.started).toHaveLength(2);

    async function submitForm(fields: [string, string][]): Promise<Submitted> {
      const parts = [
        ...fields.map(([name, text]) => ({ name, text })),
        { name: 'query', text: oneProtein, fileName: 'q.fa' },
      ];
      const response = await postForm(app, '/v1/jobs', formBody(parts));
      expect(response.status).toBe(202);
      return (await response.json()) as Submitted;
    }
  });

  it('without any options has those of the API it stands in for', async () => {
    const { app } = createFakePlatform();
    const bare = await submit(app, { options: undefined });
    expect((await submit(app, { options: '-outfmt 7 -evalue 0.01' })).job).toEqual(bare.job);
    expect((await submit(app, { options: '' })).job.id).not.toBe(bare.job.id);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ taxid: 9606 }, '-taxids 9606'],
    [{ taxid: '9606,10090' }, '-taxids 9606,10090'],
    [{ taxid: 9606, is_inclusive: false }, '-negative_taxids 9606'],
  ])('reads %j as %s', async (fields, options) => {
    const { app } = createFakePlatform();
    const asField = await submit(app, { ...fields, options: '' });
    expect((await submit(app, { options })).job.id).toBe(asField.job.id);
  });

  it('may name what concerns a cluster alone', async () => {
    const { app } = createFakePlatform();
    const plain = await submit(app);
    const fields = {
      cluster_name: 'elb',
      results_prefix: '2026/03/04/',
      batch_len: 5000,
      submission_source: 'external_api',
    };
    expect((await submit(app, fields)).job).toEqual(plain.job);
  });

  it.each<[string, number]>([
    ['urgent', 1],
    ['high', 2],
    ['normal', 3],
    ['low', 4],
  ])('of priority %s runs at %i', async (priority, expected) => {
    const { app, launcher } = createFakePlatform();
    await submit(app, { priority });
    expect(launcher.started.map((start) => start.priority)).toEqual([expected, expected]);
  });
});

describe('the same request again', () => {
  it('follows the run that is under way', async () => {
    const platform = createFakePlatform();
    const first = await submit(platform.app);
    await runJob(platform, first.job.id);
    const second = await submit(platform.app);
    expect(second.job).toEqual(first.job);
    expect(second.job_id).not.toBe(first.job_id);
    expect(second).toMatchObject({
      status: 'running',
      queue_position: null,
      message: expect.stringContaining('under way'),
    });
  });

  it('is answered from the store when it was computed', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await completeJob(platform, job.id);
    await completeJob(platform, job.report_id, [{ name: 'report.tsv', text: 'q1\n' }]);
    const before = await platform.objectKeys();
    expect(await submit(platform.app)).toMatchObject({
      status: 'success',
      message: 'The same search has been computed before.',
    });
    expect(platform.launcher.started).toHaveLength(2);
    expect(await platform.objectKeys()).toEqual(before);
  });

  it('gets a lasting failure for a minute and a new run after it, and a passing one never', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await failJob(platform, job.id, { code: 'TOOL_REJECTED_INPUT', message: 'BLAST says no.' });
    expect(await submit(platform.app)).toMatchObject({ status: 'failed' });
    expect(platform.launcher.started).toHaveLength(2);
    platform.clock.advance(61_000);
    expect(await submit(platform.app)).toMatchObject({ status: 'queued', message: 'Accepted.' });
    await failJob(platform, job.id, { code: 'TOOL_CRASHED', message: 'It crashed.' });
    platform.clock.advance(1000);
    expect(await submit(platform.app)).toMatchObject({ status: 'queued', message: 'Accepted.' });
  });
});

describe('an idempotency key', () => {
  const key = { idempotency_key: 'order 4711' };

  it('makes the same request the same submission, however often it is sent and at once', async () => {
    const { app, documents } = createFakePlatform();
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit(app, key)));
    expect(new Set(answers.map(({ job_id }) => job_id)).size).toBe(1);
    expect((await documents.find(submissions, {})).items).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>]>([
    ['sequences', { query_fasta: '>other\nMKV\n' }],
    ['options', { options: '-evalue 1' }],
    ['format', { options: '-evalue 1e-5 -outfmt 5' }],
    ['labels', { note: 'other' }],
    ['priority', { priority: 'high' }],
  ])('with other %s is a conflict, and nothing is started or stored', async (_title, change) => {
    const platform = createFakePlatform();
    await submit(platform.app, key);
    const before = await platform.objectKeys();
    const problem = await problemOf(
      await postJson(platform.app, '/v1/jobs', submission({ ...key, ...change })),
    );
    expect(problem).toMatchObject({ status: 409, code: 'CONFLICT', location: { field: 'idempotency_key' } });
    expect(platform.launcher.started).toHaveLength(2);
    expect(await platform.objectKeys()).toEqual(before);
    expect(platform.spool.held()).toBe(0);
  });

  it('lets one of two different requests win that come at once', async () => {
    const { app } = createFakePlatform();
    const [one, other] = await Promise.all([
      postJson(app, '/v1/jobs', submission(key)),
      postJson(app, '/v1/jobs', submission({ ...key, options: '-evalue 1' })),
    ]);
    expect([one.status, other.status].sort()).toEqual([202, 409]);
  });

  it('of a submission that was taken back is used up', async () => {
    const { app } = createFakePlatform();
    const { job_id } = await submit(app, key);
    await app.request(`/v1/jobs/${job_id}`, { method: 'DELETE' });
    const problem = await problemOf(await postJson(app, '/v1/jobs', submission(key)));
    expect(problem).toMatchObject({
      status: 409,
      code: 'CONFLICT',
      detail: expect.stringContaining('taken back'),
    });
  });

  it('belongs to its principal', async () => {
    const open = createFakePlatform();
    const closed = createFakePlatform({ apiToken: 't', documents: open.documents });
    const anonymous = await submit(open.app, key);
    expect((await submit(closed.app, key, { Authorization: 'Bearer t' })).job_id).not.toBe(anonymous.job_id);
  });
});
