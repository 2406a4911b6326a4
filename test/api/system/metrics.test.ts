import { PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createApiMetrics } from '../../../api/system/metrics.ts';
import { jobs } from '../../../src/job/record.ts';
import { createFakePlatform } from '../../support/api/fake-platform.ts';
import {
  createMemoryDocumentStore,
  type MemoryDocumentStore,
} from '../../support/fakes/memory-document-store.ts';
import { recordIn } from '../../src/job/job-records.ts';

let documents: MemoryDocumentStore;
beforeEach(() => {
  documents = createMemoryDocumentStore();
});

/** The API with real figures. */
const serving = () => {
  const metrics = createApiMetrics({ documents });
  const { app } = createFakePlatform({ metrics, documents });
  const figures = async () => (await (await app.request('/metrics')).text()).split('\n');
  return { app, metrics, figures };
};

/** The value of a figure without labels. */
const valueOf = (figures: readonly string[], name: string): number =>
  Number(figures.find((line) => line.startsWith(`${name} `))?.slice(name.length));

describe("figures under Multi-Blast's names", () => {
  it.each([
    ['http_total_requests', 'counter', ['method', 'path', 'status']],
    ['http_request_duration', 'histogram', ['le', 'method', 'path']],
    ['process_total_memory', 'gauge', []],
    ['process_free_memory', 'gauge', []],
    ['process_active_memory', 'gauge', []],
    ['gc_count', 'counter', []],
    ['gc_time', 'counter', []],
    ['queued_jobs', 'gauge', ['queue']],
  ])('%s is a %s with the labels %j', async (name, type, labels) => {
    const { app, figures } = serving();
    await app.request('/healthz');
    const lines = await figures();
    expect(lines).toContain(`# TYPE ${name} ${type}`);
    const samples = lines.filter((line) => new RegExp(`^${name}(_bucket)?[ {]`).test(line));
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples)
      expect([...sample.matchAll(/(\w+)="/g)].map(([, label]) => label).sort()).toEqual(labels);
  });

  it('count requests by the pattern of their route, and all that no route is for as one', async () => {
    const { app, figures } = serving();
    for (const id of ['0'.repeat(32), '1'.repeat(32)]) await app.request(`/query/jobs/${id}`);
    await app.request(`/jobs/${'2'.repeat(32)}/files/x`);
    for (const path of ['/no/such', '/query/nothing', '/']) await app.request(path, { method: 'POST' });
    const lines = (await figures()).filter((line) => line.startsWith('http_'));
    expect(lines).toEqual(
      expect.arrayContaining([
        'http_total_requests{path="/query/jobs/{id}",method="GET",status="404"} 2',
        'http_total_requests{path="/jobs/{id}/files/{name}",method="GET",status="404"} 1',
        'http_total_requests{path="unknown",method="POST",status="404"} 3',
        'http_request_duration_count{path="/query/jobs/{id}",method="GET"} 2',
      ]),
    );
    expect(lines.join()).not.toMatch(/no\/such|\/nothing|[012]{32}/);
  });

  it('count a request that was not let in by the route that it was for', async () => {
    const { metrics } = serving();
    const { app } = createFakePlatform({ metrics, documents, apiToken: 'a-long-random-text' });
    await app.request('/v1/jobs');
    expect((await metrics.render()).text).toContain(
      'http_total_requests{path="/v1/jobs",method="GET",status="401"} 1',
    );
  });

  it('tell seconds in buckets from 0.005 to 10', async () => {
    const { metrics, figures } = serving();
    metrics.observeRequest('GET', '/jobs/:id', 200, 0.3);
    const prefix = 'http_request_duration_bucket{le="';
    const buckets = (await figures())
      .filter((line) => line.startsWith(prefix) && line.includes('/jobs/{id}'))
      .map((line) => [line.slice(prefix.length).split('"')[0], line.split(' ').at(-1)]);
    expect(buckets).toEqual([
      ...['0.005', '0.01', '0.1'].map((bound) => [bound, '0']),
      ...['0.5', '1', '5', '10', '+Inf'].map((bound) => [bound, '1']),
    ]);
  });

  it('tell the bytes of the heap: what is used and what is not, of all there is', async () => {
    const lines = await serving().figures();
    const [total, free, active] = ['total', 'free', 'active'].map((part) =>
      valueOf(lines, `process_${part}_memory`),
    );
    expect(active).toBeGreaterThan(1e6);
    expect(free).toBeGreaterThan(0);
    expect(total).toBeGreaterThan(Math.max(free ?? 0, active ?? 0));
  });

  it('count every garbage collection, and its seconds', async () => {
    const { figures } = serving();
    let collections = 0;
    let seconds = 0;
    await new Promise<void>((resolve) => {
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) seconds += duration / 1000;
        collections += list.getEntries().length;
        if (collections < 3) return;
        observer.disconnect();
        resolve();
      });
      observer.observe({ entryTypes: ['gc'] });
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      for (let index = 0; index < 3; index += 1) collect();
    });
    const lines = await figures();
    expect(valueOf(lines, 'gc_count')).toBeGreaterThanOrEqual(collections);
    expect(valueOf(lines, 'gc_time')).toBeGreaterThanOrEqual(seconds * 0.999);
    expect(valueOf(lines, 'gc_time')).toBeLessThan(60);
  });
});

describe('queued_jobs', () => {
  const queued = recordIn('queued');
  const addQueued = (id: string, queryCount: number) =>
    documents.insertIfAbsent(jobs, { ...queued, id, summary: { ...queued.summary, queryCount } });
  const queuedOf = async (figures: () => Promise<string[]>) =>
    (await figures()).filter((line) => line.startsWith('queued_jobs{'));

  it('is what the store says at each scrape, in every process that is asked', async () => {
    const [one, other] = [serving(), serving()];
    await addQueued('a', 2);
    await addQueued('b', 1);
    const lines = ['primary', 'secondary', 'report'].map((queue) => `queued_jobs{queue="${queue}"} `);
    const expected = (counts: number[]) =>
      counts.map((count, index) => `${lines[index] ?? ''}${String(count)}`);
    for (const { figures } of [one, other]) expect(await queuedOf(figures)).toEqual(expected([1, 1, 0]));
    await documents.delete(jobs, 'a');
    for (const { figures } of [one, other]) expect(await queuedOf(figures)).toEqual(expected([0, 1, 0]));
  });

  it('is left out while the store fails, and everything else is there', async () => {
    const { figures } = serving();
    await addQueued('a', 2);
    expect(await queuedOf(figures)).toHaveLength(3);
    documents.available = false;
    expect(await queuedOf(figures)).toEqual([]);
    expect(valueOf(await figures(), 'process_total_memory')).toBeGreaterThan(0);
    documents.available = true;
    expect(await queuedOf(figures)).toHaveLength(3);
  });

  it('is left out when the store does not answer in time', async () => {
    const silent = { ...documents, find: () => new Promise<never>(() => undefined) };
    const { text } = await createApiMetrics({ documents: silent, patienceMs: 1 }).render();
    expect(text).toContain('gc_count');
    expect(text).not.toContain('queued_jobs{');
  });
});
