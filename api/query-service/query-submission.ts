import { PlatformError } from '../../src/errors/index.ts';
import { parseBlastConfig, type ParsedBlastConfig } from '../../src/multiblast/parse-blast-config.ts';
import type { LinkNotes } from '../../src/account/link.ts';
import { parseJobConfig, type JobConfig } from '../../src/multiblast/job-config.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { bodyFormOf } from '../middleware/body-form.ts';
import { onePiece } from '../middleware/one-piece.ts';
import { parseJsonText, readJsonBody } from '../middleware/read-json-body.ts';
import { readMultipart } from '../middleware/read-multipart.ts';
import { InvalidInput } from '../middleware/service-fault.ts';
import { uploadLimitBytes } from '../middleware/upload-limit.ts';
import { unknownFields } from '../multiblast/unknown-fields.ts';

/** `POST /query/jobs`, found good but for its query. */
export interface QuerySubmission {
  readonly search: ParsedBlastConfig;
  readonly job: JobConfig;
  readonly notes: Partial<LinkNotes>;
  /** To be read once; a form that breaks off shows itself while it is read. */
  readonly fasta: AsyncIterable<Uint8Array>;
}

/**
 * Reads a query job as JSON, or as a form whose part `config` holds that JSON and comes before the file `query`.
 * @throws InvalidInput with every fault of every field; PlatformError `MALFORMED_BODY` for no query or two, and for what
 * is no JSON or no form
 */
export async function readQuerySubmission(
  deps: Pick<ApiDeps, 'limits' | 'maxBodyBytes'>,
  c: ApiContext,
): Promise<QuerySubmission> {
  if (bodyFormOf(c, 'job') === 'form') {
    const form = await readMultipart(c, { fileField: 'query', maxFileBytes: uploadLimitBytes(deps.limits) });
    const { config } = form.fields;
    if (config === undefined) throw malformed('The form has no part called config before its file.');
    return checked(parseJsonText(config, 'The part config'), form.file);
  }
  return checked(await readJsonBody(c, deps.maxBodyBytes));
}

function checked(config: unknown, file?: AsyncIterable<Uint8Array>): QuerySubmission {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw malformed('The job must be a JSON object with jobConfig and blastConfig.');
  const { jobConfig, blastConfig, userMeta, ...more } = config as Readonly<Record<string, unknown>>;
  const [job, search] = [parseJobConfig(jobConfig, userMeta), parseBlastConfig(blastConfig)];
  const general = unknownFields(more);
  if ('errors' in job || 'errors' in search || general.length > 0) {
    const byKey = {
      ...('errors' in job && job.errors.byKey),
      ...('errors' in search && search.errors.byKey),
    };
    throw new InvalidInput({ general, byKey });
  }
  const { query } = job.job;
  if ((query === undefined) === (file === undefined))
    throw malformed('Send the query once: as text in jobConfig.query, or as a file called query.');
  return { search, ...job, fasta: file ?? onePiece(new TextEncoder().encode(query)) };
}

function malformed(message: string): PlatformError {
  return new PlatformError('MALFORMED_BODY', message);
}
