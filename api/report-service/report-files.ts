import { createRoute, z } from '@hono/zod-openapi';
import { reportFileName } from '../../src/multiblast/report-file-name.ts';
import { readManifest } from '../../src/usecases/read-job.ts';
import type { Api, ApiContext, ApiDeps } from '../environment.ts';
import { filesOf, type JobFile } from '../jobs/report-zip.ts';
import { sendJobFile } from '../jobs/send-job-file.ts';
import { noteJob } from '../middleware/observe-requests.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { readReportJob, type ReportJob } from '../multiblast/read-service-job.ts';
import { requireComplete } from '../multiblast/require-complete.ts';
import { DownloadQuery, ServiceJobParams, wantedDisposition } from '../multiblast/service-parameters.ts';

const bytes = { '*/*': { schema: { type: 'string', format: 'binary' } } } as const;

const listRoute = createRoute({
  method: 'get',
  path: '/report/jobs/{id}/files',
  tags: ['report service'],
  summary: 'The files of a complete report: its own, and all of them as report.zip',
  request: { params: ServiceJobParams },
  responses: {
    200: {
      description: 'Sizes in bytes',
      content: {
        'application/json': {
          schema: z.array(z.object({ name: z.string(), size: z.int() }).openapi('ReportFile')),
        },
      },
    },
    ...serviceFaults(401, 403, 404, 500, 503),
  },
});

const fileRoute = createRoute({
  method: 'get',
  path: '/report/jobs/{id}/files/{name}',
  tags: ['report service'],
  summary: 'One file of a complete report; ranges (but of report.zip) and conditional requests are served',
  request: { params: ServiceJobParams.extend({ name: z.string() }), query: DownloadQuery },
  responses: {
    200: { description: 'The file, in its own media type', content: bytes },
    206: { description: 'The range that was asked for', content: bytes },
    304: { description: 'Unchanged since the entity tag that was sent' },
    ...serviceFaults(401, 403, 404, 416, 500, 503),
  },
});

export function registerReportFiles(app: Api, deps: ApiDeps): void {
  app.openapi(listRoute, async (c) => {
    const { files } = await completeReport(deps, c, c.req.valid('param').id);
    return c.json(
      files.map(({ name, sizeBytes }) => ({ name: reportFileName(name), size: sizeBytes })),
      200,
    );
  });
  app.openapi(fileRoute, async (c) => {
    const { id, name } = c.req.valid('param');
    const { record, files } = await completeReport(deps, c, id);
    const file = files.find((one) => one.name === name || reportFileName(one.name) === name);
    const disposition = wantedDisposition(c.req.valid('query').download);
    return sendJobFile(deps, c, record, file?.name ?? name, disposition);
  });
}

async function completeReport(
  deps: ApiDeps,
  c: ApiContext,
  id: string,
): Promise<ReportJob & { readonly files: readonly JobFile[] }> {
  const job = await readReportJob(deps, c, id);
  noteJob(c, { jobId: id });
  requireComplete(job.record);
  return { ...job, files: filesOf(await readManifest(deps, job.record)) };
}
