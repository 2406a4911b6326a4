import { createRoute, z } from '@hono/zod-openapi';
import type { Api, ApiDeps } from '../environment.ts';
import { sendArtifact } from '../jobs/send-artifact.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { findQueryJob } from '../multiblast/read-service-job.ts';
import { DownloadQuery, ServiceJobParams, wantedDisposition } from '../multiblast/service-parameters.ts';

const route = createRoute({
  method: 'get',
  path: '/query/jobs/{id}/query',
  tags: ['query service'],
  summary: 'The query of a job, normalised: one line a sequence',
  request: { params: ServiceJobParams, query: DownloadQuery },
  responses: {
    200: { description: 'FASTA', content: { 'text/plain': { schema: z.string() } } },
    206: { description: 'A part of it', content: { 'text/plain': { schema: z.string() } } },
    304: { description: 'Unchanged: it never changes' },
    ...serviceFaults(401, 404, 416, 500, 503),
  },
});

export function registerQueryText(app: Api, deps: ApiDeps): void {
  app.openAPIRegistry.registerPath(route);
  app.get('/query/jobs/:id/query', async (c) => {
    const { request } = await findQueryJob(deps, c.req.param('id'));
    const { objectKey: key, sizeBytes, digest } = request.query;
    const artifact = { name: 'query.fasta', key, sizeBytes, digest, mediaType: 'text/plain; charset=utf-8' };
    return sendArtifact(deps, c, artifact, wantedDisposition(c.req.query('download')));
  });
}
