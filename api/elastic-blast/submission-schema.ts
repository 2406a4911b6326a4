import { z } from '@hono/zod-openapi';

const priorityWords = { low: 25, normal: 50, high: 75, urgent: 100 } as const;

const priorityRule = 'give 0 to 100, or low, normal, high or urgent';
const taxidRule = 'give an NCBI taxonomy id, or several with commas between';

const ignored = (what: string): string => `Accepted for clients that send it; ${what}`;

/** Body of `POST /v1/jobs` in its inline form, and the text parts of its multipart form. */
export const SubmissionSchema = z
  .object({
    program: z.string().default('blastn').openapi({ example: 'blastp' }),
    db: z
      .string()
      .min(1, 'name a database')
      .max(1000, 'at most 1,000 characters')
      .openapi({ description: 'One database name, or several with blanks between.', example: 'proteins' }),
    options: z.string().max(4096, 'at most 4,096 characters').optional().openapi({
      description: 'BLAST options as on a command line. Default: -evalue 0.01 -outfmt 7',
      example: '-evalue 1e-5 -outfmt 6',
    }),
    blast_options: z
      .object({
        evalue: z.union([z.number(), z.string().max(40)], 'give a number').optional(),
        max_target_seqs: z.int('give a whole number').optional(),
        outfmt: z
          .union([z.int(), z.string().max(500)], 'give a format number, or a text such as "7 std qcovs"')
          .optional(),
        extra: z.string().max(4096, 'at most 4,096 characters').optional(),
      })
      .strict()
      .optional()
      .openapi({ description: 'Options by name; `extra` holds more of them as on a command line.' }),
    taxid: z
      .union(
        [z.int(taxidRule).min(1, taxidRule), z.string().regex(/^\d{1,10}(,\d{1,10})*$/, taxidRule)],
        taxidRule,
      )
      .optional()
      .openapi({ description: 'Restricts the search to sequences of these taxa.' }),
    is_inclusive: z
      .boolean('give true or false')
      .default(true)
      .openapi({ description: 'false: leave these taxa out instead.' }),
    priority: z
      .union(
        [
          z.int(priorityRule).min(0, priorityRule).max(100, priorityRule),
          z.enum(['low', 'normal', 'high', 'urgent']),
        ],
        priorityRule,
      )
      .default('normal')
      .transform((value) => (typeof value === 'string' ? priorityWords[value] : value)),
    idempotency_key: z
      .string()
      .min(1, 'at least one character')
      .max(256, 'at most 256 characters')
      .optional()
      .openapi({
        description: 'The same key with the same request is the same submission, however often it is sent.',
      }),
    external_correlation_id: z.string().max(128, 'at most 128 characters').optional(),
    resource_profile: z
      .string()
      .max(128, 'at most 128 characters')
      .optional()
      .openapi({ description: ignored('shown again in the status.') }),
    cluster_name: z
      .string()
      .max(128, 'at most 128 characters')
      .optional()
      .openapi({ description: ignored('where a search runs is our affair.') }),
    results_prefix: z
      .string()
      .regex(/^\d{4}\/\d{2}\/\d{2}\/$/, 'give YYYY/MM/DD/')
      .optional()
      .openapi({ description: ignored('results are found by job id.') }),
    batch_len: z
      .int('give a whole number')
      .min(1)
      .max(1e9)
      .optional()
      .openapi({ description: ignored('how the query is cut is our affair.') }),
    submission_source: z.string().max(64).optional().openapi({ description: 'Only external_api.' }),
  })
  .openapi('Submission');

export const InlineSubmissionSchema = SubmissionSchema.extend({
  query_fasta: z
    .string()
    .openapi({ description: 'One or more sequences.', example: '>q1\nMKVLATTRHLAQWLEERGAKVVAIDT\n' }),
})
  .loose()
  .openapi('InlineSubmission');

export const FormSubmissionSchema = SubmissionSchema.extend({
  query: z.string().openapi({ format: 'binary', description: 'The FASTA file; the last part.' }),
}).openapi('FormSubmission');

/** With the fields that are unknown to us, which are passed along. */
export type SubmissionInput = z.infer<typeof SubmissionSchema> & Readonly<Record<string, unknown>>;

/** Fields that mean something; `request` carries others in a form. */
export const knownFields: ReadonlySet<string> = new Set([
  ...Object.keys(SubmissionSchema.shape),
  'query_fasta',
  'query',
  'request',
]);

/** Upstream's 0 to 100 (more is sooner) as Temporal's 1 to 5 (less is sooner). */
export function temporalPriority(priority: number): number {
  return Math.min(5, Math.max(1, 5 - Math.floor(priority / 20.2)));
}
