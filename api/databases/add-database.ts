import { createRoute, z } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import { submitDatabase } from '../../src/usecases/submit-database.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { loggerOf, noteJob } from '../middleware/observe-requests.ts';
import { problems } from '../middleware/problem-responses.ts';
import { parseJsonText } from '../middleware/read-json-body.ts';
import { isFormBody } from '../middleware/body-form.ts';
import { readMultipart } from '../middleware/read-multipart.ts';
import { schemaFault } from '../middleware/schema-fault.ts';
import { uploadLimitBytes } from '../middleware/upload-limit.ts';

const NewDatabaseSchema = z
  .object({
    name: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
        'use 1 to 64 letters, digits, dots, dashes and underscores',
      ),
    title: z
      .string()
      .regex(/^\P{Cc}{1,200}$/u, 'use 1 to 200 characters on one line')
      .optional(),
    type: z.enum(['protein', 'nucleotide'], 'give protein or nucleotide'),
  })
  .strict()
  .openapi('NewDatabase');

const route = createRoute({
  method: 'post',
  path: '/v1/databases',
  tags: ['databases'],
  summary: 'Build a database from sequences; it can be searched as soon as the job is completed',
  description:
    'Text parts (name, type, title; or all as JSON in one part called request) followed by the FASTA file as the last part, called fasta.',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: NewDatabaseSchema.extend({ fasta: z.string().openapi({ format: 'binary' }) }).openapi(
            'NewDatabaseForm',
          ),
        },
      },
    },
  },
  responses: {
    202: {
      description: 'Accepted; follow the job',
      content: {
        'application/json': {
          schema: z.object({ job_id: z.string(), url: z.string() }).openapi('DatabaseJob'),
        },
      },
    },
    ...problems(400, 401, 403, 409, 413, 415, 422, 429, 503),
  },
});

export function registerAddDatabase(app: Api, deps: ApiDeps): void {
  app.openAPIRegistry.registerPath(route);
  app.post(route.path, async (c) => {
    if (!isFormBody(c)) {
      throw new PlatformError('UNSUPPORTED_MEDIA_TYPE', 'Send the sequences as multipart/form-data.');
    }
    const { fields, file } = await readMultipart(c, {
      fileField: 'fasta',
      maxFileBytes: uploadLimitBytes(deps.limits),
    });
    const parsed = NewDatabaseSchema.safeParse(fieldsOf(fields));
    if (!parsed.success) throw schemaFault(parsed.error);
    const { name, type, title } = parsed.data;
    const { record, disposition } = await submitDatabase(deps, {
      name,
      title: title ?? name,
      moleculeType: type,
      fasta: file,
      principal: c.var.principal,
    });
    noteJob(c, { jobId: record.id });
    loggerOf(c).info({ disposition }, 'submitted');
    deps.metrics.countSubmission('database', disposition);
    c.header('Location', `/jobs/${record.id}`);
    return c.json({ job_id: record.id, url: `/jobs/${record.id}` }, 202);
  });
}

function fieldsOf({ request, ...separate }: Readonly<Record<string, string>>): unknown {
  if (request === undefined) return separate;
  const given = parseJsonText(request, 'The part request');
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return { ...separate, ...given };
  throw new PlatformError('MALFORMED_BODY', 'The part request must hold a JSON object.');
}
