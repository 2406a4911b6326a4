import { createApiMetrics } from '../../../api/system/metrics.ts';
import { createFakePlatform } from '../../support/api/fake-platform.ts';
import { createMemoryDocumentStore } from '../../support/fakes/memory-document-store.ts';

it('health is ok while every server answers', async () => {
  const response = await createFakePlatform().app.request('/healthz');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    status: 'ok',
    checks: { document_store: 'ok', object_store: 'ok', temporal: 'ok' },
  });
});

it('figures count requests by route, not by address', async () => {
  const metrics = createApiMetrics({ documents: createMemoryDocumentStore() });
  const { app } = createFakePlatform({ metrics });
  for (const id of ['0'.repeat(32), '1'.repeat(32)]) await app.request(`/jobs/${id}`);
  await app.request('/healthz');
  await app.request('/query/targets');
  await app.request('/no/such/address');
  const text = await (await app.request('/metrics')).text();
  expect(text).toContain(
    'durablast_http_request_duration_seconds_count{method="GET",route="/jobs/:id",status="404"} 2',
  );
  for (const route of ['/healthz', '/query/targets'])
    expect(text).toContain(`_count{method="GET",route="${route}",status="200"} 1`);
  expect(text).not.toMatch(/0{32}|no\/such/);
});

it('the front page leads to the documentation, which loads nothing from elsewhere', async () => {
  const { app } = createFakePlatform();
  expect((await app.request('/')).headers.get('location')).toBe('/docs');
  const page = await app.request('/docs');
  const html = await page.text();
  const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(loaded.length).toBeGreaterThan(2);
  for (const path of loaded) {
    const response = await app.request(path);
    expect([path, response.status]).toEqual([path, 200]);
    await response.body?.cancel();
  }
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
});
