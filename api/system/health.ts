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
    const { answers, isHealthy } = await askServers(deps);
    const word = (isThere: boolean) => (isThere ? ('ok' as const) : ('unavailable' as const));
    const checks = Object.fromEntries(Object.entries(answers).map(([name, is]) => [name, word(is)]));
    if (!isHealthy) c.header('Retry-After', '5');
    return c.json(
      { status: isHealthy ? ('ok' as const) : ('degraded' as const), checks },
      isHealthy ? 200 : 503,
    );
  });
}

/** Asks every server that this process needs. @returns which of them answer, by name, and whether all do */
export async function askServers({
  documents,
  objects,
  launcher,
}: Pick<ApiDeps, 'documents' | 'objects' | 'launcher'>): Promise<{
  readonly answers: Readonly<Record<string, boolean>>;
  readonly isHealthy: boolean;
}> {
  const servers = { document_store: documents, object_store: objects, temporal: launcher };
  const asked = Object.entries(servers).map(async ([name, server]) => {
    const answered = await server.ping().then(
      () => true,
      () => false,
    );
    return [name, answered] as const;
  });
  const answers = Object.fromEntries(await Promise.all(asked));
  return { answers, isHealthy: Object.values(answers).every(Boolean) };
}
