import { createRoute } from '@hono/zod-openapi';
import type { Api, ApiDeps } from '../environment.ts';

/** @param path - where the figures are; several places tell the same */
export function registerMetrics(app: Api, { metrics }: ApiDeps, path: string): void {
  const route = createRoute({
    method: 'get',
    path,
    tags: ['system'],
    summary: 'Figures of this process for Prometheus',
    responses: {
      200: { description: 'Text exposition', content: { 'text/plain': { schema: { type: 'string' } } } },
    },
  });
  app.openAPIRegistry.registerPath(route);
  app.get(path, async (c) => {
    const { contentType, text } = await metrics.render();
    return c.text(text, 200, { 'Content-Type': contentType });
  });
}
