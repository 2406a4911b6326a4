import { createRoute, z } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import type { Submission } from '../../src/account/submission.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import { noteAccess } from '../../src/usecases/note-access.ts';
import { readManifest } from '../../src/usecases/read-job.ts';
import type { Api, ApiContext, ApiDeps } from '../environment.ts';
import { sendArtifact } from '../jobs/send-artifact.ts';
import { problems } from '../middleware/problem-responses.ts';
import { findSubmission, jobsOf, SubmissionParamsSchema } from './find-submission.ts';
import { sendZip } from './send-zip.ts';
import { submissionStatus, withdrawnStatus } from './submission-status.ts';
import type { JobsOfSubmission } from './submission-view.ts';

const binary = { schema: { type: 'string', format: 'binary' } } as const;

const route = createRoute({
  method: 'get',
  path: '/v1/jobs/{id}/results',
  tags: ['searches'],
  summary: 'The results of a submission',
  request: {
    params: SubmissionParamsSchema,
    query: z.object({
      content: z
        .enum(['full', 'merged', 'xml', 'report'], 'give full, merged, xml or report')
        .default('full')
        .openapi({
          description:
            'ZIP of batch outputs, ZIP of the merged output, the XML itself, or the report as it is',
        }),
    }),
  },
  responses: {
    200: {
      description: 'The results',
      content: { 'application/zip': binary, 'application/octet-stream': binary },
    },
    206: { description: 'A range of the report', content: { 'application/octet-stream': binary } },
    304: { description: 'Unchanged since the entity tag that was sent' },
    ...problems(400, 401, 404, 409, 410, 416, 422, 503),
  },
});

export function registerJobResults(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { content } = c.req.valid('query');
    const { document } = await findSubmission(deps, c, c.req.valid('param').id);
    const found = await jobsOf(deps, document);
    const [report, ...others] = await reportFiles(deps, document, found);
    if (!report) throw new PlatformError('INTERNAL', 'The report has no file.');
    if (content === 'report') return sendArtifact(deps, c, report);
    if (content === 'xml') return sendXml(deps, c, report);
    const { program, databases } = found.search.summary;
    const batchName = `batch_000-${program}-${databases.join('_')}.out.gz`;
    const entryName = content === 'merged' ? 'merged_results.out.gz' : batchName;
    const files = [
      { artifact: report, entryName },
      ...others.map((artifact) => ({ artifact, entryName: `${artifact.name}.gz` })),
    ];
    return sendZip(deps, c, { files, archiveName: `${document.id}.zip` });
  });
}

/** The report first; with some formats files of the queries follow. */
async function reportFiles(
  deps: ApiDeps,
  { live }: Submission,
  { search, report }: JobsOfSubmission,
): Promise<readonly Artifact[]> {
  const { status, failure } = live ? submissionStatus(search, report) : withdrawnStatus;
  if (failure) {
    const isOwnCode =
      failure.code === 'RESULT_EXPIRED' ||
      failure.code === 'DATABASE_CHANGED' ||
      failure.code === 'CANCELLED';
    throw new PlatformError(isOwnCode ? failure.code : 'NOT_READY', failure.message);
  }
  if (status !== 'success' || !report) throw new PlatformError('NOT_READY', 'The job has not finished yet.');
  const { artifacts } = await readManifest(deps, report);
  await noteAccess(deps, report);
  return artifacts;
}

function sendXml(deps: ApiDeps, c: ApiContext, artifact: Artifact): Promise<Response> {
  if (artifact.name.endsWith('.xml')) return sendArtifact(deps, c, artifact);
  throw new PlatformError(
    'INVALID_REQUEST',
    'This submission asked for another format. Submit it with -outfmt 5 for XML.',
    {
      location: { field: 'content' },
    },
  );
}
