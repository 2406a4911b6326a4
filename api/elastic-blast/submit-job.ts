import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import { submitSearch } from '../../src/usecases/submit-search.ts';
import type { Api, ApiContext, ApiDeps } from '../environment.ts';
import { readJsonBody } from '../middleware/read-json-body.ts';
import { readMultipart } from '../middleware/read-multipart.ts';
import { schemaFault } from '../middleware/problem.ts';
import { problems } from '../middleware/problem-responses.ts';
import { searchOfSubmission } from './search-of-submission.ts';
import { InlineSubmissionSchema, SubmissionSchema, temporalPriority, type SubmissionInput } from './submission-schema.ts';
import { AcceptedSchema, viewSubmission } from './submission-view.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/jobs',
  tags: ['searches'],
  summary: 'Submit a search and the report wanted of it',
  description:
    'As JSON with the sequences inline, or as multipart/form-data: text parts (each field, or all of them as JSON in one ' +
    'part called request) followed by the FASTA file as the last part, called query, which is streamed.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: InlineSubmissionSchema },
        'multipart/form-data': {
          schema: SubmissionSchema.extend({ query: z.string().openapi({ format: 'binary' }) }).openapi('FormSubmission'),
        },
      },
    },
  },
  responses: {
    202: { description: 'Accepted, attached or answered from the store', content: { 'application/json': { schema: AcceptedSchema } } },
    ...problems(400, 401, 413, 415, 422, 429, 503),
  },
});

export function registerSubmitJob(app: Api, deps: ApiDeps): void {
  app.openAPIRegistry.registerPath(route);
  app.post(route.path, async (c) => {
    const { input, fasta } = await readSubmission(deps, c);
    const search = searchOfSubmission(input);
    const id = submissionIdOf(deps, input, c.var.principal.id);
    const submitted = await submitSearch(deps, {
      program: search.program,
      options: search.options,
      databaseNames: search.databaseNames,
      report: { outfmt: search.outfmt, options: search.reportOptions },
      fasta,
      principal: c.var.principal,
      submission: { id, surface: 'elastic-blast', labels: labelsOf(input) },
      priority: temporalPriority(input.priority),
    });
    deps.metrics.countSubmission('search', submitted.search.disposition);
    c.var.logger.info({ jobId: submitted.search.record.id, submissionId: id, disposition: submitted.search.disposition }, 'submitted');
    const body = viewSubmission(id, submitted, labelsOf(input));
    c.header('Location', body.status_url);
    return c.json(body, 202);
  });
}

interface ReadSubmission {
  readonly input: SubmissionInput & Readonly<Record<string, unknown>>;
  readonly fasta: AsyncIterable<Uint8Array>;
}

async function readSubmission(deps: ApiDeps, c: ApiContext): Promise<ReadSubmission> {
  const contentType = c.req.header('content-type') ?? '';
  if (/^multipart\/form-data/i.test(contentType)) return readForm(c);
  if (contentType !== '' && !/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new PlatformError('UNSUPPORTED_MEDIA_TYPE', 'Send the search as application/json or multipart/form-data.');
  }
  const parsed = InlineSubmissionSchema.safeParse(await readJsonBody(c, deps.maxBodyBytes));
  if (!parsed.success) throw schemaFault(parsed.error);
  return { input: parsed.data, fasta: onePiece(parsed.data.query_fasta) };
}

async function readForm(c: ApiContext): Promise<ReadSubmission> {
  const { fields, file } = await readMultipart(c, 'query');
  const { request, ...separate } = fields;
  const parsed = SubmissionSchema.loose().safeParse({ ...separateFields(separate), ...jsonField(request) });
  if (!parsed.success) throw schemaFault(parsed.error);
  return { input: parsed.data, fasta: file };
}

/** Text parts carry text; those that the schema wants otherwise are read as what they say. */
function separateFields(fields: Readonly<Record<string, string>>): Record<string, unknown> {
  const { priority, batch_len: batchLen, blast_options: blastOptions, ...texts } = fields;
  return {
    ...texts,
    ...(priority !== undefined && { priority: /^\d+$/.test(priority) ? Number(priority) : priority }),
    ...(batchLen !== undefined && { batch_len: Number(batchLen) }),
    ...(blastOptions !== undefined && { blast_options: jsonField(blastOptions) }),
  };
}

function jsonField(text: string | undefined): object {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Falls through to the one message for both faults.
  }
  throw new PlatformError('MALFORMED_BODY', 'A part that should hold a JSON object does not.');
}

async function* onePiece(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}

/** 12 hexadecimal digits: random, or the caller's idempotency key digested together with who they are. */
function submissionIdOf(deps: ApiDeps, input: SubmissionInput, principalId: string): string {
  if (input.idempotency_key === undefined) return deps.newId(12);
  return createHash('sha256').update(`${principalId}:${input.idempotency_key}`).digest('hex').slice(0, 12);
}

const knownFields = new Set([...Object.keys(SubmissionSchema.shape), 'query_fasta']);

/** What the caller wants to find again: the correlation id, and fields that are unknown to us. */
function labelsOf(input: SubmissionInput & Readonly<Record<string, unknown>>): Record<string, string> {
  const unknown = Object.entries(input).filter(([name]) => !knownFields.has(name));
  if (unknown.length > 32) throw new PlatformError('INVALID_REQUEST', 'At most 32 fields of your own can be passed along.');
  const labels = Object.fromEntries(unknown.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
  if (Object.values(labels).some((value) => value.length > 1024)) {
    throw new PlatformError('INVALID_REQUEST', 'A field of your own may have at most 1,024 characters.');
  }
  return input.external_correlation_id === undefined
    ? labels
    : { ...labels, external_correlation_id: input.external_correlation_id };
}
