import { links, linkId, type Link } from '../../src/account/link.ts';
import { PlatformError } from '../../src/errors/index.ts';
import { objectKeys } from '../../src/job/keys.ts';
import type { JobRecord } from '../../src/job/record.ts';
import type { SearchRequest, SearchScope } from '../../src/search/request.ts';
import { readJsonIfPresent } from '../../src/usecases/read-json.ts';
import { resumeJob } from '../../src/usecases/resume-job.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { interactivePriority } from './submit-query.ts';

/** A query job as this service knows it. */
export interface QueryJob {
  readonly record: JobRecord;
  readonly request: SearchRequest;
  readonly scope: SearchScope;
}

/**
 * The job of an id, started if it lies ready: whoever looks at a sequence of a query wants its result.
 * @throws PlatformError `NOT_FOUND` for what is no id, no job, or a search of another surface
 */
export async function readQueryJob(deps: ApiDeps, c: ApiContext, id: string): Promise<QueryJob> {
  const notFound = (): PlatformError =>
    new PlatformError('NOT_FOUND', `There is no query job ${id.slice(0, 64)}.`);
  if (!/^[0-9a-f]{32}$/.test(id)) throw notFound();
  const request = await readJsonIfPresent<SearchRequest>(deps.objects, objectKeys.request(id));
  const scope = request?.key.scope;
  if (!request || !scope) throw notFound();
  const turn = { priority: interactivePriority, fairnessKey: c.var.principal.id };
  return { record: await resumeJob(deps, id, turn), request, scope };
}

/** The caller's own link to a job. */
export async function linkOf(deps: ApiDeps, c: ApiContext, id: string): Promise<Link | undefined> {
  return (await deps.documents.get(links, linkId(c.var.principal.id, id)))?.document;
}
