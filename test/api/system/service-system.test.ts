import { uptimeText } from '../../../api/system/service-health.ts';
import type { ApiDeps } from '../../../api/environment.ts';
import { PlatformError } from '../../../src/errors/index.ts';
import { createFakePlatform } from '../../support/api/fake-platform.ts';

const services = ['/query', '/report'];
const guarded: Partial<ApiDeps> = {
  apiToken: 'a-long-random-text',
  auth: { secret: 'a-secret-of-32-characters-or-more', allowGuestNumbers: false },
};

describe.each(services)('%s', (service) => {
  it.each(['health', 'metrics'])('%s is open to everybody', async (name) => {
    expect((await createFakePlatform(guarded).app.request(`${service}/${name}`)).status).toBe(200);
  });

  it('api leads everybody to the documentation', async () => {
    const response = await createFakePlatform(guarded).app.request(`${service}/api`);
    expect([response.status, response.headers.get('location')]).toEqual([302, '/docs']);
  });

  it('metrics are those of the process', async () => {
    const { app } = createFakePlatform();
    const [one, other] = [await app.request('/metrics'), await app.request(`${service}/metrics`)];
    expect(other.headers.get('content-type')).toBe(one.headers.get('content-type'));
    expect(await other.text()).toBe(await one.text());
  });

  it('is healthy while every server answers', async () => {
    const response = await createFakePlatform().app.request(`${service}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'healthy',
      dependencies: ['document_store', 'object_store', 'temporal'].map((name) => ({
        ...{ name, reachable: true, online: true, status: 'online' },
      })),
      info: {
        threads: expect.any(Number),
        uptime: expect.stringMatching(/^\d+.*\d{3}s$/),
        uptimeMillis: expect.any(Number),
      },
    });
  });

  it.each([
    ['document_store', 'documents'],
    ['object_store', 'objects'],
    ['temporal', 'launcher'],
  ] as const)('is unhealthy without %s, and says so as /healthz does', async (name, port) => {
    const platform = createFakePlatform();
    const dead = () => Promise.reject(new PlatformError('STORE_UNAVAILABLE', 'It does not answer.'));
    const { app } = createFakePlatform({ [port]: { ...platform[port], ping: dead } });
    const response = await app.request(`${service}/health`);
    const body = (await response.json()) as { dependencies: { name: string; online: boolean }[] };
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(body).toMatchObject({ status: 'unhealthy' });
    expect(body.dependencies.filter(({ online }) => !online)).toEqual([
      { name, reachable: false, online: false, status: 'offline' },
    ]);
    const health = await app.request('/healthz');
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ status: 'degraded', checks: { [name]: 'unavailable' } });
  });

  it('anything else still wants to know who asks, or is not there', async () => {
    const { status } = await createFakePlatform(guarded).app.request(`${service}/healthy`);
    expect(status).toBe(401);
  });
});

it.each([
  [5, '0.005s'],
  [59_999, '59.999s'],
  [60_000, '1m 0.000s'],
  [3_600_000, '1h 0m 0.000s'],
  [93_784_056, '1d 2h 3m 4.056s'],
])('%d ms of uptime are written %s', (ms, text) => {
  expect(uptimeText(ms)).toBe(text);
});
