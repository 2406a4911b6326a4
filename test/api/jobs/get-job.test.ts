import { supersedeJob } from '../../../src/usecases/supersede-job.ts';
import { createFakePlatform, type FakePlatform } from '../../support/api/fake-platform.ts';
import { cancelledJob, completeJob, expireJob, failJob, runJob } from '../../support/api/move-job.ts';
import { jobOf, problemOf, submit } from '../../support/api/requests.ts';

const failure = { code: 'TOOL_FAILED', message: 'BLAST says no.' } as const;

describe('a job in words', () => {
  it.each<
    [state: string, status: string, move: (platform: FakePlatform, id: string) => Promise<void>, rest: object]
  >([
    [
      'queued',
      'pending',
      async () => undefined,
      { queue_position: 1, phase: null, progress: 'queued', started_at: null },
    ],
    [
      'running',
      'running',
      (platform, id) => runJob(platform, id, 1, 4),
      {
        queue_position: null,
        phase: 'searching',
        progress: 'searching: 1 of 4',
        progress_detail: { done: 1, total: 4, percent: 25 },
      },
    ],
    [
      'completed',
      'completed',
      (platform, id) => completeJob(platform, id),
      { phase: null, progress_detail: { percent: 100, eta_seconds: null }, provenance: { engine: 'local' } },
    ],
    [
      'failed',
      'failed',
      (platform, id) => failJob(platform, id, failure),
      { error: 'BLAST says no.', error_code: 'TOOL_FAILED', artifacts: {} },
    ],
    ['cancelled', 'failed', cancelledJob, { error_code: 'CANCELLED' }],
    [
      'expired',
      'failed',
      async (platform, id) => {
        await completeJob(platform, id);
        await expireJob(platform, id);
      },
      { artifacts: {}, provenance: null },
    ],
  ])('%s is %s to clients of track services', async (state, status, move, rest) => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await move(platform, job.id);
    expect(await jobOf(platform.app, job.id)).toMatchObject({
      job_id: job.id,
      kind: 'search',
      state,
      status,
      superseded_by: null,
      ...rest,
    });
  });

  it('names the job that stands for it now', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await completeJob(platform, job.id);
    await expireJob(platform, job.id);
    const successor = 'b'.repeat(32);
    await supersedeJob(platform.deps, job.id, successor);
    expect(await jobOf(platform.app, job.id)).toMatchObject({ state: 'expired', superseded_by: successor });
  });

  it('tells how long the rest will take, from what is done', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await runJob(platform, job.id, 1, 4);
    platform.clock.advance(10_000);
    expect((await jobOf(platform.app, job.id)).progress_detail.eta_seconds).toBe(30);
  });

  it('shows nothing of who asked', async () => {
    const { app } = createFakePlatform();
    const { job, job_id } = await submit(app, {
      external_correlation_id: 'private-label',
      note: 'private-note',
    });
    const text = await (await app.request(`/jobs/${job.id}`)).text();
    for (const secret of ['private', 'anonymous', job_id]) expect(text).not.toContain(secret);
  });

  it('has the files of a report with their digests, and names the search', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await completeJob(platform, job.report_id, [{ name: 'a+b.tsv', text: 'x\n' }]);
    const view = await jobOf(platform.app, job.report_id);
    expect(view.links).toEqual({
      self: `/jobs/${job.report_id}`,
      events: `/jobs/${job.report_id}/events`,
      files: `/jobs/${job.report_id}/files`,
      search: `/jobs/${job.id}`,
    });
    expect(view.artifacts).toEqual({
      'a+b.tsv': {
        url: `/jobs/${job.report_id}/files/a%2Bb.tsv`,
        size_bytes: 2,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        media_type: 'text/plain',
      },
      'report.zip': {
        url: `/jobs/${job.report_id}/files/report.zip`,
        size_bytes: expect.any(Number),
        sha256: null,
        media_type: 'application/zip',
      },
    });
  });

  it.each(['x', '0'.repeat(31), 'A'.repeat(32), `${'0'.repeat(32)}%00`])(
    'an id like %s is refused with 422',
    async (id) => {
      expect(await problemOf(await createFakePlatform().app.request(`/jobs/${id}`))).toMatchObject({
        status: 422,
        code: 'INVALID_REQUEST',
      });
    },
  );

  it('an id that stands for nothing is a 404', async () => {
    expect(await problemOf(await createFakePlatform().app.request(`/jobs/${'0'.repeat(32)}`))).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
  });
});

describe('asking again', () => {
  it('gets 304 without a body while nothing has changed, and the job when it has', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    const first = await platform.app.request(`/jobs/${job.id}`);
    const tag = first.headers.get('etag') ?? '';
    expect(first.headers.get('retry-after')).toBe('2');
    const ask = () =>
      platform.app.request(`/jobs/${job.id}`, { headers: { 'If-None-Match': `"other", ${tag}` } });
    const same = await ask();
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', tag]);
    await runJob(platform, job.id);
    const moved = await ask();
    expect(moved.status).toBe(200);
    expect(moved.headers.get('etag')).not.toBe(tag);
  });

  it('gets the job when only its place in the queue has changed', async () => {
    const platform = createFakePlatform();
    const { job: before } = await submit(platform.app);
    platform.clock.advance(1);
    const { job } = await submit(platform.app, { options: '-evalue 1' });
    const tag = (await platform.app.request(`/jobs/${job.id}`)).headers.get('etag') ?? '';
    await runJob(platform, before.id);
    const moved = await platform.app.request(`/jobs/${job.id}`, { headers: { 'If-None-Match': tag } });
    expect(await moved.json()).toMatchObject({ queue_position: 1 });
  });

  it('for a finished job reads its manifest once, and not at all for 304', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await completeJob(platform, job.id);
    const tag = (await platform.app.request(`/jobs/${job.id}`)).headers.get('etag') ?? '';
    platform.objects.available = false;
    expect((await platform.app.request(`/jobs/${job.id}`)).status).toBe(200);
    expect(
      (await platform.app.request(`/jobs/${job.id}`, { headers: { 'If-None-Match': tag } })).status,
    ).toBe(304);
    expect((await platform.app.request(`/jobs/${job.id}`)).headers.get('retry-after')).toBeNull();
  });
});

describe('waiting', () => {
  const start = async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    return { platform, job, path: `/jobs/${job.id}` };
  };

  it.each<[string, string, Record<string, string>]>([
    ['?wait=30', '?wait=30', {}],
    ['Prefer: wait=30', '', { Prefer: 'respond-async, wait=30' }],
  ])('with %s holds the answer until the job moves', async (_title, query, headers) => {
    const { platform, job, path } = await start();
    let answered = false;
    const answer = Promise.resolve(platform.app.request(path + query, { headers })).finally(
      () => (answered = true),
    );
    await platform.clock.untilSleeping();
    platform.clock.advance(100);
    await platform.clock.untilSleeping();
    expect(answered).toBe(false);
    await runJob(platform, job.id);
    platform.clock.advance(100);
    const response = await answer;
    expect(await response.json()).toMatchObject({ state: 'running' });
    expect(response.headers.get('preference-applied')).toBe(query === '' ? 'wait=30' : null);
  });

  it('ends when its time is over, with what there is', async () => {
    const { platform, path } = await start();
    const answer = platform.app.request(`${path}?wait=5`);
    await platform.clock.untilSleeping();
    platform.clock.advance(5000);
    expect(await (await answer).json()).toMatchObject({ state: 'queued' });
  });

  it('with the newest entity tag ends in 304 when nothing moves', async () => {
    const { platform, path } = await start();
    const tag = (await platform.app.request(path)).headers.get('etag') ?? '';
    const answer = platform.app.request(`${path}?wait=5`, { headers: { 'If-None-Match': tag } });
    await platform.clock.untilSleeping();
    platform.clock.advance(5000);
    expect((await answer).status).toBe(304);
  });

  it.each<[string, (platform: FakePlatform, id: string) => Promise<Record<string, string>>]>([
    [
      'the caller has seen less than there is',
      async (platform, id) => {
        const tag = (await platform.app.request(`/jobs/${id}`)).headers.get('etag') ?? '';
        await runJob(platform, id);
        return { 'If-None-Match': tag };
      },
    ],
    [
      'the job is over',
      async (platform, id) => {
        await completeJob(platform, id);
        return {};
      },
    ],
  ])('is not needed when %s', async (_title, prepare) => {
    const { platform, job, path } = await start();
    const headers = await prepare(platform, job.id);
    expect((await platform.app.request(`${path}?wait=60`, { headers })).status).toBe(200);
  });

  it('ends when the caller goes away', async () => {
    const { platform, path } = await start();
    const gone = new AbortController();
    const answer = platform.app.request(
      new Request(`http://localhost${path}?wait=60`, { signal: gone.signal }),
    );
    await platform.clock.untilSleeping();
    gone.abort();
    platform.clock.advance(100);
    expect((await answer).status).toBe(200);
  });

  it('a thousand at once asks the store once a round', async () => {
    const { platform, job, path } = await start();
    const asked = countCalls(platform);
    const answers = Array.from({ length: 1000 }, async () => platform.app.request(`${path}?wait=60`));
    await platform.clock.untilSleeping();
    await new Promise(setImmediate);
    asked.rounds = 0;
    platform.clock.advance(100);
    await platform.clock.untilSleeping();
    expect(asked.rounds).toBe(1);
    await runJob(platform, job.id);
    platform.clock.advance(100);
    expect((await Promise.all(answers)).every(({ status }) => status === 200)).toBe(true);
  });

  it.each(['61', '-1', 'soon', '1e1', '', 'Infinity'])('wait=%s is refused with 422', async (wait) => {
    const { platform, path } = await start();
    expect(await problemOf(await platform.app.request(`${path}?wait=${wait}`))).toMatchObject({
      status: 422,
      location: { field: 'wait' },
    });
  });
});

function countCalls({ documents }: FakePlatform): { rounds: number } {
  const counted = { rounds: 0 };
  const getMany = documents.getMany.bind(documents);
  documents.getMany = (...args) => {
    counted.rounds += 1;
    return getMany(...args);
  };
  return counted;
}
