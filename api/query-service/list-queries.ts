import { createRoute, z } from '@hono/zod-openapi';
import { listLinks } from '../../src/usecases/list-links.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { QueryEntrySchema, viewQuery } from './query-view.ts';

const route = createRoute({
  method: 'get',
  path: '/query/jobs',
  tags: ['query service'],
  summary: 'Your collection of query jobs, newest first',
  request: { query: z.object({ site: z.string().optional() }) },
  responses: {
    200: {
      description: 'The 1,000 newest at most',
      content: { 'application/json': { schema: z.array(QueryEntrySchema) } },
    },
    ...serviceFaults(401, 500, 503),
  },
});

export function registerListQueries(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { site } = c.req.valid('query');
    const conditions = { kind: 'search', ...(site !== undefined && { site }) } as const;
    const { items } = await listLinks(deps, c.var.principal.id, conditions);
    const entries = items.map(({ link, record }) => ({
      site: link.site ?? '',
      ...viewQuery(link.jobId, record, link),
    }));
    return c.json(entries, 200);
  });
}
