import { createRoute, z } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import { statusOf } from '../../src/multiblast/job-status.ts';
import { someAtOnce } from '../../src/usecases/some-at-once.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { noteRoutine } from '../middleware/observe-requests.ts';
import { readJsonBody } from '../middleware/read-json-body.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import type { Service } from './service.ts';
import { unlessNotFound } from './unless-not-found.ts';
import { StatusSchema } from './view-link.ts';

/** More than a query has sequences; each of them may be started. */
const mostIds = 1_000;

const body = z.array(z.string());

const routeOf = ({ prefix, tag }: Service) =>
  createRoute({
    method: 'post',
    path: `${prefix}/statuses`,
    tags: [tag],
    summary: 'How many jobs are getting on, in one question; starts those that lie ready',
    request: {
      body: {
        required: true,
        content: { 'application/json': { schema: body, example: ['0123456789abcdef0123456789abcdef'] } },
      },
    },
    responses: {
      200: {
        description: 'By job id; ids that are none of ours are left out',
        content: { 'application/json': { schema: z.record(z.string(), StatusSchema) } },
      },
      ...serviceFaults(400, 401, 403, 413, 500, 503),
    },
  });

export function registerJobStatuses(app: Api, deps: ApiDeps, service: Service): void {
  const route = routeOf(service);
  app.openAPIRegistry.registerPath(route);
  app.post(route.path, async (c) => {
    noteRoutine(c);
    const asked = body.safeParse(await readJsonBody(c, deps.maxBodyBytes));
    if (!asked.success || asked.data.length > mostIds)
      throw new PlatformError('MALFORMED_BODY', `Send a JSON list of at most ${String(mostIds)} job ids.`);
    const found: Record<string, z.infer<typeof StatusSchema>> = {};
    const look = async (id: string): Promise<void> => {
      const job = await service.read(deps, c, id).catch(unlessNotFound);
      if (job) found[id] = statusOf(job.record);
    };
    for await (const _ of someAtOnce(new Set(asked.data), look));
    return c.json(found, 200);
  });
}
