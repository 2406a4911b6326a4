import { createRoute, z } from '@hono/zod-openapi';
import { readToolMessages } from '../../src/usecases/tool-messages.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { sendMade } from '../jobs/send-made.ts';
import { noteJob } from '../middleware/observe-requests.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { requireComplete } from './require-complete.ts';
import { DownloadQuery, ServiceJobParams, wantedDisposition } from './service-parameters.ts';
import type { Service } from './service.ts';

const routeOf = ({ prefix, tag }: Service) =>
  createRoute({
    method: 'get',
    path: `${prefix}/jobs/{id}/stderr`,
    tags: [tag],
    summary: 'What the programs of a complete job said while they ran; why a job has failed',
    request: { params: ServiceJobParams, query: DownloadQuery },
    responses: {
      200: { description: 'Text, mostly empty', content: { 'text/plain': { schema: z.string() } } },
      ...serviceFaults(401, 403, 404, 500, 503),
    },
  });

/** No client is to keep it: a job that has failed may be run again. */
export function registerJobStderr(app: Api, deps: ApiDeps, service: Service): void {
  app.openAPIRegistry.registerPath(routeOf(service));
  app.get(`${service.prefix}/jobs/:id/stderr`, async (c) => {
    const id = c.req.param('id');
    const { record } = await service.read(deps, c, id);
    noteJob(c, { jobId: id });
    if (record.state !== 'failed') requireComplete(record);
    return sendMade(c, {
      name: 'stderr.txt',
      mediaType: 'text/plain; charset=utf-8',
      disposition: wantedDisposition(c.req.query('download')),
      open: () => readToolMessages(deps, record),
    });
  });
}
