import { createRoute } from '@hono/zod-openapi';
import type { Api, ApiDeps } from '../environment.ts';

const route = createRoute({
  method: 'get',
  path: '/metrics',
  tags: ['system'],
  summary: 'Figures of this process for Prometheus',
  responses: {
    200: { description: 'Text exposition', content: { 'text/plain': { schema: { type: 'string' } } } },
  },
});

export function registerMetrics(app: Api, { metrics }: ApiDeps): void {
  app.openAPIRegistry.registerPath(route);
  app.get(route.path, async (c) => {
    const { contentType, text } = await metrics.render();
    return c.text(text, 200, { 'Content-Type': contentType });
  });
}
