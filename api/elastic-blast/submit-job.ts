import { createHash } from 'node:crypto';
import { createRoute } from '@hono/zod-openapi';
import { queuePosition } from '../../src/usecases/queue-position.ts';
import { submitSearch } from '../../src/usecases/submit-search.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { loggerOf, noteJob } from '../middleware/observe-requests.ts';
import { problems } from '../middleware/problem-responses.ts';
import { readSubmission } from './read-submission.ts';
import { searchOfSubmission } from './search-of-submission.ts';
import { labelsOf } from './submission-labels.ts';
import {
  FormSubmissionSchema,
  InlineSubmissionSchema,
  temporalPriority,
  type SubmissionInput,
} from './submission-schema.ts';
import { AcceptedSchema, viewAccepted } from './submission-accepted.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/jobs',
  tags: ['searches'],
  summary: 'Submit a search and the report wanted of it',
  description:
    'As JSON with the sequences inline, or as multipart/form-data: text parts (each field, or all of them as JSON in one ' +
    'part called request) followed by the FASTA file as the last part, called query, which is streamed. Fields that are ' +
    'not ours are kept and shown again in `passthrough`.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: InlineSubmissionSchema,
          example: {
            program: 'blastp',
            db: 'proteins',
            query_fasta: '>q1\nMKVLATTRHLAQWLEERGAKVVAIDT\n',
            options: '-evalue 1e-5 -outfmt 6',
          },
        },
        'multipart/form-data': { schema: FormSubmissionSchema },
      },
    },
  },
  responses: {
    202: {
      description: 'Accepted, attached or answered from the store',
      content: { 'application/json': { schema: AcceptedSchema } },
    },
    ...problems(400, 401, 403, 409, 413, 415, 422, 429, 503),
  },
});

export function registerSubmitJob(app: Api, deps: ApiDeps): void {
  app.openAPIRegistry.registerPath(route);
  app.post(route.path, async (c) => {
    const { input, fasta } = await readSubmission(deps, c);
    const { outfmt, ...search } = searchOfSubmission(input);
    const labels = labelsOf(input);
    const id = submissionIdOf(deps, input, c.var.principal.id);
    const submitted = await submitSearch(deps, {
      ...search,
      report: { outfmt, options: {} },
      fasta,
      principal: c.var.principal,
      submission: { id, surface: 'elastic-blast', labels },
      priority: temporalPriority(input.priority),
    });
    const { disposition, record } = submitted.search;
    noteJob(c, { jobId: record.id, submissionId: id });
    loggerOf(c).info({ disposition }, 'submitted');
    deps.metrics.countSubmission('search', disposition);
    const body = viewAccepted({ id, labels, submitted, queuePosition: await queuePosition(deps, record) });
    c.header('Location', body.status_url);
    return c.json(body, 202);
  });
}

/** 12 hexadecimal digits: random, or the caller's idempotency key digested together with who they are. */
function submissionIdOf(deps: ApiDeps, input: SubmissionInput, principalId: string): string {
  if (input.idempotency_key === undefined) return deps.newId(12);
  return createHash('sha256').update(`${principalId}:${input.idempotency_key}`).digest('hex').slice(0, 12);
}
