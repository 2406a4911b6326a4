import { createRoute, z } from '@hono/zod-openapi';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { ZipFile } from 'yazl';
import { PlatformError } from '../../src/errors/index.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { readManifest } from '../../src/usecases/read-job.ts';
import type { Api, ApiContext, ApiDeps } from '../environment.ts';
import { sendArtifact } from '../jobs/get-file.ts';
import { problems } from '../middleware/problem-responses.ts';
import { findSubmission, jobsOf, SubmissionParamsSchema } from './find-submission.ts';
import { submissionStatus } from './submission-status.ts';

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
        .enum(['full', 'merged', 'xml', 'report'])
        .default('full')
        .openapi({ description: 'ZIP of batch outputs, ZIP of the merged output, the XML itself, or the report as it is' }),
    }),
  },
  responses: {
    200: { description: 'The results', content: { 'application/zip': binary, 'application/octet-stream': binary } },
    206: { description: 'A range of the report', content: { 'application/octet-stream': binary } },
    304: { description: 'Unchanged since the entity tag that was sent' },
    ...problems(400, 401, 404, 409, 410, 416, 422, 503),
  },
});

export function registerJobResults(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const { content } = c.req.valid('query');
    const { document } = await findSubmission(deps, c, c.req.valid('param').id);
    const { search, report } = await jobsOf(deps, document);
    const artifact = await reportFile(deps, search, report);
    if (content === 'report') return sendArtifact(deps, c, artifact);
    if (content === 'xml') return sendXml(deps, c, artifact);
    const batchName = `batch_000-${search.summary.program}-${search.summary.databases.join('_')}.out.gz`;
    return sendZip(deps, c, artifact, content === 'merged' ? 'merged_results.out.gz' : batchName, document.id);
  });
}

async function reportFile(deps: ApiDeps, search: JobRecord, report: JobRecord | undefined): Promise<Artifact> {
  const { status, failure } = submissionStatus(search, report);
  if (failure) throw new PlatformError(failure.code === 'RESULT_EXPIRED' ? 'RESULT_EXPIRED' : 'NOT_READY', failure.message);
  if (status !== 'success' || !report) throw new PlatformError('NOT_READY', 'The job has not finished yet.');
  const [artifact] = (await readManifest(deps, report)).artifacts;
  if (!artifact) throw new PlatformError('INTERNAL', 'The report has no file.');
  return artifact;
}

function sendXml(deps: ApiDeps, c: ApiContext, artifact: Artifact): Promise<Response> {
  if (!artifact.name.endsWith('.xml')) {
    throw new PlatformError('INVALID_REQUEST', 'This submission asked for another format. Submit it with -outfmt 5 for XML.');
  }
  return sendArtifact(deps, c, artifact);
}

/** A ZIP of one gzip-compressed file, made while it is sent. */
async function sendZip(
  deps: ApiDeps,
  c: ApiContext,
  artifact: Artifact,
  entryName: string,
  submissionId: string,
): Promise<Response> {
  const stored = await deps.objects.get(artifact.key);
  if (!stored) throw new PlatformError('RESULT_EXPIRED', 'The results have expired. Submit the search again.');
  const zip = new ZipFile();
  const source = Readable.from(stored.body);
  const packed = createGzip();
  source.once('error', (error) => packed.destroy(error));
  packed.once('error', (error) => (zip.outputStream as Readable).destroy(error));
  zip.addReadStream(source.pipe(packed), entryName, { compress: false });
  zip.end();
  c.header('Content-Type', 'application/zip');
  c.header('Content-Disposition', `attachment; filename="${submissionId}.zip"`);
  return c.body(Readable.toWeb(zip.outputStream as Readable) as ReadableStream, 200);
}
