import { PlatformError } from '../../src/errors/index.ts';
import type { LinkNotes } from '../../src/account/link.ts';
import { errorsIn, mergeErrors } from '../../src/multiblast/config-errors.ts';
import { parseJobConfig, type JobConfig, type LegibleJobConfig } from '../../src/multiblast/job-config.ts';
import { judgeQuery, type JudgedQuery } from '../../src/multiblast/judge-query.ts';
import { isObject } from '../../src/multiblast/members.ts';
import { parseBlastConfig, type ParsedBlastConfig } from '../../src/multiblast/parse-blast-config.ts';
import type { RefusedQuery } from '../../src/usecases/refuse-query.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { bodyFormOf } from '../middleware/body-form.ts';
import { onePiece } from '../middleware/one-piece.ts';
import { parseJsonText, readJsonBody } from '../middleware/read-json-body.ts';
import { readMultipart } from '../middleware/read-multipart.ts';
import { uploadLimitBytes } from '../middleware/upload-limit.ts';
import { unknownFields } from '../multiblast/unknown-fields.ts';

/** `POST /query/jobs`, found good but for its targets and its query. */
export interface QuerySubmission {
  readonly search: ParsedBlastConfig;
  readonly job: JobConfig;
  readonly notes: Partial<LinkNotes>;
  /** To be read once; a form that breaks off shows itself while it is read. */
  readonly query: JudgedQuery;
}

type Deps = Pick<ApiDeps, 'limits' | 'queryLimits' | 'maxBodyBytes'>;

/**
 * Reads a query job as JSON, or as a form whose part `config` holds that JSON and comes before the file `query`. What is
 * faulty comes with all faults of all fields; its query can be judged where the tool is known, since the tool decides
 * what a query may hold.
 * @throws PlatformError `MALFORMED_BODY` for no query or two, whatever else is wrong, and for what is no JSON or no form
 */
export async function readQuerySubmission(
  deps: Deps,
  c: ApiContext,
): Promise<QuerySubmission | RefusedQuery> {
  if (bodyFormOf(c, 'job') === 'form') {
    const form = await readMultipart(c, { fileField: 'query', maxFileBytes: uploadLimitBytes(deps.limits) });
    const { config } = form.fields;
    if (config === undefined) throw malformed('The form has no part called config before its file.');
    return checked(deps, parseJsonText(config, 'The part config'), form.file);
  }
  return checked(deps, await readJsonBody(c, deps.maxBodyBytes));
}

function checked(
  { queryLimits }: Deps,
  config: unknown,
  file?: AsyncIterable<Uint8Array>,
): QuerySubmission | RefusedQuery {
  if (!isObject(config)) throw malformed('The job must be a JSON object with jobConfig and blastConfig.');
  const { jobConfig, blastConfig, userMeta, ...more } = config;
  if (holdsQuery(jobConfig) === (file !== undefined))
    throw malformed('Send the query once: as text in jobConfig.query, or as a file called query.');
  const [job, search] = [parseJobConfig(jobConfig, userMeta), parseBlastConfig(blastConfig)];
  const legible = 'errors' in job ? job.legible : job.job;
  const fasta = file ?? textOf(legible);
  const query = search.terms && fasta && judgeQuery(fasta, search.terms, queryLimits);
  const general = unknownFields(more);
  if (query && !('errors' in job) && !('errors' in search) && general.length === 0)
    return { search, ...job, query };
  const errors = mergeErrors({ general, byKey: {} }, errorsIn(job), errorsIn(search));
  return {
    errors,
    job: legible,
    ...(search.terms && { program: search.terms.program }),
    ...(query && { query }),
  };
}

/** Whether there is a query in it, good or not; undefined where it is not even an object, which is a fault of its own. */
function holdsQuery(jobConfig: unknown): boolean | undefined {
  return isObject(jobConfig) ? (jobConfig['query'] ?? null) !== null : undefined;
}

function textOf({ query }: LegibleJobConfig): AsyncIterable<Uint8Array> | undefined {
  return query === undefined ? undefined : onePiece(new TextEncoder().encode(query));
}

function malformed(message: string): PlatformError {
  return new PlatformError('MALFORMED_BODY', message);
}
