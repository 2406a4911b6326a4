import { readdir } from 'node:fs/promises';
import { createRoute, z } from '@hono/zod-openapi';
import type { Api, ApiDeps } from '../environment.ts';
import { askServers } from './health.ts';

const ServiceHealthSchema = z
  .object({
    status: z.enum(['healthy', 'unhealthy']),
    dependencies: z.array(
      z.object({
        name: z.string(),
        reachable: z.boolean(),
        online: z.boolean(),
        status: z.enum(['online', 'offline']),
      }),
    ),
    info: z.object({
      threads: z.int().optional().openapi({ description: 'Of this process, where the system tells.' }),
      uptime: z.string().openapi({ example: '1d 2h 3m 4.056s' }),
      uptimeMillis: z.int(),
    }),
  })
  .openapi('ServiceHealth');

const content = { 'application/json': { schema: ServiceHealthSchema } };

/** The health of `/healthz` in Multi-Blast's words. A server that does not answer is neither reachable nor online. */
export function registerServiceHealth(app: Api, deps: ApiDeps, path: string): void {
  const route = createRoute({
    method: 'get',
    path,
    tags: ['system'],
    summary: 'Whether the service can do its work',
    responses: {
      200: { description: 'Everything it needs answers', content },
      503: { description: 'Something it needs does not answer', content },
    },
  });
  app.openapi(route, async (c) => {
    const { answers, isHealthy } = await askServers(deps);
    if (!isHealthy) c.header('Retry-After', '5');
    const dependencies = Object.entries(answers).map(([name, online]) => ({
      ...{ name, online, reachable: online },
      status: online ? ('online' as const) : ('offline' as const),
    }));
    const status = isHealthy ? ('healthy' as const) : ('unhealthy' as const);
    return c.json({ status, dependencies, info: await processInfo() }, isHealthy ? 200 : 503);
  });
}

async function processInfo(): Promise<z.infer<typeof ServiceHealthSchema>['info']> {
  const uptimeMillis = Math.round(process.uptime() * 1000);
  const threads = await readdir('/proc/self/task').catch(() => undefined);
  return {
    ...(threads && { threads: threads.length }),
    uptime: uptimeText(uptimeMillis),
    uptimeMillis,
  };
}

/** `1d 2h 3m 4.056s`, without leading units that are zero. */
export function uptimeText(uptimeMillis: number): string {
  const seconds = Math.floor(uptimeMillis / 1000);
  const units = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [`${String(seconds % 60)}.${String(uptimeMillis % 1000).padStart(3, '0')}`, 's'],
  ] as const;
  const first = units.findIndex(([amount]) => amount !== 0);
  return units
    .slice(first)
    .map(([amount, unit]) => `${String(amount)}${unit}`)
    .join(' ');
}
