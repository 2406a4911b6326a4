import { createRoute, z } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import { digestOf } from '../../src/job/keys.ts';
import type { JobRecord } from '../../src/job/record.ts';
import type { SearchKey } from '../../src/search/request.ts';
import {
  readUsableResults,
  recomputeSearch,
  type SearchManifest,
} from '../../src/usecases/recompute-search.ts';
import { searchArchives } from '../../src/usecases/search-archives.ts';
import type { Api, ApiContext, ApiDeps } from '../environment.ts';
import { sendMade } from '../jobs/send-made.ts';
import { noteJob } from '../middleware/observe-requests.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { readQueryJob } from '../multiblast/read-service-job.ts';
import { requireComplete } from '../multiblast/require-complete.ts';
import { DownloadQuery, ServiceJobParams, wantedDisposition } from '../multiblast/service-parameters.ts';
import { turnOf } from '../multiblast/service.ts';

const route = createRoute({
  method: 'get',
  path: '/query/jobs/{id}/result',
  tags: ['query service'],
  summary: 'The archive of a job (outfmt 11, ASN.1 text), from which blast_formatter makes reports',
  description:
    'It is made while it is sent: no ranges. Of a job whose stored parts were lost it is refused with 403, and computed again.',
  request: { params: ServiceJobParams, query: DownloadQuery },
  responses: {
    200: { description: 'ASN.1', content: { 'text/plain': { schema: z.string() } } },
    304: { description: 'Unchanged since the entity tag that was sent' },
    ...serviceFaults(401, 403, 404, 500, 503),
  },
});

export function registerQueryResult(app: Api, deps: ApiDeps): void {
  app.openAPIRegistry.registerPath(route);
  app.get('/query/jobs/:id/result', async (c) => {
    const id = c.req.param('id');
    const { record, request } = await readQueryJob(deps, c, id);
    noteJob(c, { jobId: id });
    requireComplete(record);
    const manifest = await readOrRecompute(deps, c, record);
    return sendMade(c, {
      name: 'report.asn1',
      mediaType: 'text/plain; charset=utf-8',
      disposition: wantedDisposition(c.req.query('download')),
      identity: digestOf(`archives 1 ${id} ${manifest.runId}`),
      open: () => wholeArchive(deps, manifest, request.key),
    });
  });
}

/** @throws PlatformError `FORBIDDEN` when a part is gone: once the head was sent nobody could say so */
async function readOrRecompute(deps: ApiDeps, c: ApiContext, record: JobRecord): Promise<SearchManifest> {
  const manifest = await readUsableResults(deps, record);
  if (manifest) return manifest;
  await recomputeSearch(deps, record.id, turnOf(c));
  throw new PlatformError(
    'FORBIDDEN',
    'A stored part of the result was lost, and the job is being computed again. Ask again when it is complete.',
  );
}

function wholeArchive(
  { objects, stored }: Pick<ApiDeps, 'objects' | 'stored'>,
  { jobId, runId, plan }: SearchManifest,
  searchKey: SearchKey,
): AsyncIterable<Uint8Array> {
  return searchArchives(
    { objects, stored },
    {
      search: { jobId, runId },
      searchKey,
      reportKey: { outfmt: 11 },
      from: 0,
      to: plan.chunkCount,
    },
  );
}
