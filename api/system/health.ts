import { createRoute, z } from '@hono/zod-openapi';
import type { Api, ApiDeps } from '../environment.ts';

const HealthSchema = z
  .object({
    status: z.enum(['ok', 'degraded']),
    checks: z.record(z.string(), z.enum(['ok', 'unavailable'])),
  })
  .openapi('Health');

const content = { 'application/json': { schema: HealthSchema } };

const route = createRoute({
  method: 'get',
  path: '/healthz',
  tags: ['system'],
  summary: 'Whether this process can do its work',
  responses: {
    200: { description: 'Everything it needs answers', content },
    503: { description: 'Something it needs does not answer', content },
  },
});

export function registerHealth(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const [documents, objects, temporal] = await Promise.allSettled([
      deps.documents.ping(),
      deps.objects.ping(),
      deps.launcher.ping(),
    ]);
    const word = (result: PromiseSettledResult<void>): 'ok' | 'unavailable' =>
      result.status === 'fulfilled' ? 'ok' : 'unavailable';
    const checks = { document_store: word(documents), object_store: word(objects), temporal: word(temporal) };
    const healthy = Object.values(checks).every((check) => check === 'ok');
    if (!healthy) c.header('Retry-After', '5');
    return c.json({ status: healthy ? ('ok' as const) : ('degraded' as const), checks }, healthy ? 200 : 503);
  });
}
