import { PlatformError } from '../../src/errors/index.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { bodyFormOf } from '../middleware/body-form.ts';
import { onePiece } from '../middleware/one-piece.ts';
import { parseJsonText, readJsonBody } from '../middleware/read-json-body.ts';
import { readMultipart } from '../middleware/read-multipart.ts';
import { schemaFault } from '../middleware/schema-fault.ts';
import { uploadLimitBytes } from '../middleware/upload-limit.ts';
import { InlineSubmissionSchema, SubmissionSchema, type SubmissionInput } from './submission-schema.ts';

/** Here, since zod compiles a schema when it is first used. */
const LooseSubmissionSchema = SubmissionSchema.loose();

export interface ReadSubmission {
  readonly input: SubmissionInput;
  /** To be read once; a faulty form shows itself while it is read. */
  readonly fasta: AsyncIterable<Uint8Array>;
}

/** Reads `POST /v1/jobs` in either form. @throws PlatformError `UNSUPPORTED_MEDIA_TYPE`, `MALFORMED_BODY`, `BODY_TOO_LARGE`, `INVALID_REQUEST`, `FORBIDDEN` */
export async function readSubmission(
  deps: Pick<ApiDeps, 'limits' | 'maxBodyBytes'>,
  c: ApiContext,
): Promise<ReadSubmission> {
  if (bodyFormOf(c, 'search') === 'form') return readForm(deps, c);
  const body = await readJsonBody(c, deps.maxBodyBytes);
  refuseOtherModes(body);
  const parsed = InlineSubmissionSchema.safeParse(body);
  if (!parsed.success) throw schemaFault(parsed.error);
  return { input: parsed.data, fasta: onePiece(new TextEncoder().encode(parsed.data.query_fasta)) };
}

async function readForm({ limits }: Pick<ApiDeps, 'limits'>, c: ApiContext): Promise<ReadSubmission> {
  const { fields, file } = await readMultipart(c, {
    fileField: 'query',
    maxFileBytes: uploadLimitBytes(limits),
  });
  const { request, ...separate } = fields;
  const body = { ...separateFields(separate), ...(request !== undefined && objectIn('request', request)) };
  refuseOtherModes(body);
  const parsed = LooseSubmissionSchema.safeParse(body);
  if (!parsed.success) throw schemaFault(parsed.error);
  return { input: parsed.data, fasta: file };
}

/** Text parts carry text; those that the schema wants otherwise are read as what they say. */
function separateFields(fields: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, fieldValue(name, text)]));
}

function fieldValue(name: string, text: string): unknown {
  if (name === 'blast_options') return objectIn(name, text);
  if (name === 'is_inclusive' && /^(true|false)$/.test(text)) return text === 'true';
  const isNumber = (name === 'priority' || name === 'batch_len') && /^\d{1,10}$/.test(text);
  return isNumber ? Number(text) : text;
}

function objectIn(part: string, text: string): object {
  const value = parseJsonText(text, `The part ${part}`);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new PlatformError('MALFORMED_BODY', `The part ${part} must hold a JSON object.`);
}

/** What the API that this surface stands in for also takes, and this one does not. */
function refuseOtherModes(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  for (const field of ['queries', 'results']) {
    if (!(field in body)) continue;
    const message =
      `"${field}" names a place in blob storage, which is not read or written here. Send the sequences themselves, as ` +
      'query_fasta or as a file called query, and fetch the results from /v1/jobs/{id}/results.';
    throw new PlatformError('INVALID_REQUEST', message, { location: { field } });
  }
  if ('submission_source' in body && body.submission_source !== 'external_api') {
    const message = 'Only the submission_source external_api is open here; leave the field out.';
    throw new PlatformError('FORBIDDEN', message, { location: { field: 'submission_source' } });
  }
}
