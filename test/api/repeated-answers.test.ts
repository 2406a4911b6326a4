import { createApp } from '../../api/app.ts';
import type { ApiDeps } from '../../api/environment.ts';
import { createJobAnswers } from '../../api/jobs/job-answers.ts';
import { startServer, type ApiServer } from '../../api/server.ts';
import { observeRevisions } from '../../src/adapters/stores/observe-revisions.ts';
import { jobs } from '../../src/job/record.ts';
import { createStoredObjects } from '../../src/usecases/stored-objects.ts';
import { createFakePlatform } from '../support/api/fake-platform.ts';
import { runJob } from '../support/api/move-job.ts';

let server: ApiServer | undefined;
afterEach(async () => {
  await server?.close(0);
  server = undefined;
});

/** A served running job, wired as `api/main.ts` does; `reads` counts the answers that were made. */
async function serving(change: Partial<ApiDeps> = {}) {
  const platform = createFakePlatform();
  const { objects, launcher, clock } = platform;
  const documents = observeRevisions(platform.documents, jobs, (id, revision) =>
    answers.sawRevision(id, revision),
  );
  const stored = createStoredObjects(objects);
  const answers = createJobAnswers({ documents, objects, launcher, clock, stored });
  let made = 0;
  const counted = {
    ...answers,
    of: (jobId: string) => {
      made += 1;
      return answers.of(jobId);
    },
  };
  const observed: [string, string, number][] = [];
  const metrics = {
    ...platform.deps.metrics,
    observeRequest: (method: string, route: string, status: number) =>
      void observed.push([method, route, status]),
  };
  const deps = { ...platform.deps, documents, answers: counted, metrics, ...change };
  server = await startServer(createApp(deps), { host: '127.0.0.1', port: 0 }, deps);
  const base = `http://127.0.0.1:${String(server.port)}`;
  const headers = { ...(deps.apiToken !== undefined && { Authorization: `Bearer ${deps.apiToken}` }) };
  const form = { program: 'blastp', db: 'proteins', query_fasta: '>a\nMKVLAT\n' };
  const posted = await fetch(`${base}/v1/jobs`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(form),
  });
  const { job } = (await posted.json()) as { job: { id: string } };
  await runJob(platform, job.id, 1, 8);
  observed.length = 0;
  const ask = (more: Record<string, string> = {}, query = '') =>
    fetch(`${base}/jobs/${job.id}${query}`, { headers: { ...headers, ...more } });
  return { platform, clock, base, jobId: job.id, ask, made: () => made, observed };
}

const fixed = (response: Response) =>
  Object.fromEntries([...response.headers].filter(([name]) => name !== 'x-request-id' && name !== 'date'));

it('the same question gets the same answer for a tenth of a second, and the job is looked at once', async () => {
  const { ask, made, clock, observed } = await serving();
  const first = await ask();
  const text = await first.text();
  const again = await ask();
  expect(await again.text()).toBe(text);
  expect(fixed(again)).toEqual(fixed(first));
  expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
  expect(made()).toBe(1);
  expect(observed).toEqual(Array(2).fill(['GET', '/jobs/:id', 200]));
  clock.advance(100);
  await ask();
  expect(made()).toBe(2);
});

it("a repeated answer has the caller's own request id", async () => {
  const { ask, made } = await serving();
  for (let time = 0; time < 2; time += 1)
    expect((await ask({ 'X-Request-Id': 'mine' })).headers.get('x-request-id')).toBe('mine');
  expect(made()).toBe(1);
});

it('an unchanged job is 304 the second time as the first', async () => {
  const { ask, made } = await serving();
  const tag = (await ask()).headers.get('etag') ?? '';
  for (let time = 0; time < 2; time += 1) {
    const response = await ask({ 'If-None-Match': tag });
    expect(response.status).toBe(304);
    expect(response.headers.get('etag')).toBe(tag);
    expect(await response.text()).toBe('');
  }
  expect(made()).toBe(2);
});

it('a job that this process has changed is shown as it is, at once', async () => {
  const { ask, base, jobId } = await serving();
  expect(((await (await ask()).json()) as { phase: string }).phase).toBe('searching');
  await fetch(`${base}/jobs/${jobId}`, { method: 'DELETE' });
  expect(((await (await ask()).json()) as { phase: string }).phase).toBe('cancelling');
});

it('what asks for something else is another question', async () => {
  const { ask, made } = await serving();
  await ask();
  expect((await ask({ Accept: 'text/html' })).headers.get('content-type')).toMatch(/^text\/html/);
  expect((await ask({}, '?wait=x')).status).toBe(422);
  expect((await ask({ Prefer: 'wait=0' })).headers.get('preference-applied')).toBe('wait=0');
  expect(made()).toBe(3);
});

it('nobody gets an answer that they have no access to', async () => {
  const { ask } = await serving({ apiToken: 'secret' });
  expect((await ask()).status).toBe(200);
  for (const headers of [{ Authorization: 'Bearer other' }, { Authorization: '' }]) {
    expect((await ask(headers)).status).toBe(401);
  }
  expect((await ask({ Authorization: '', 'X-ELB-API-Token': 'secret' })).status).toBe(200);
});
