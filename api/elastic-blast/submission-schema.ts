import { z } from '@hono/zod-openapi';

const priorityWords = { low: 25, normal: 50, high: 75, urgent: 100 } as const;

/** Body of `POST /v1/jobs` in its inline form, and the text parts of its multipart form. */
export const SubmissionSchema = z
  .object({
    program: z.string().default('blastn').openapi({ example: 'blastp' }),
    db: z.string().min(1).max(1000).openapi({ description: 'One database name, or several with blanks between.' }),
    options: z
      .string()
      .max(4096)
      .optional()
      .openapi({ description: 'BLAST options as on a command line. Default: -evalue 0.01 -outfmt 7', example: '-evalue 1e-5' }),
    blast_options: z
      .object({
        evalue: z.union([z.number(), z.string().max(40)]).optional(),
        max_target_seqs: z.int().optional(),
        outfmt: z.union([z.int(), z.string().max(500)]).optional(),
        extra: z.string().max(4096).optional(),
      })
      .strict()
      .optional(),
    priority: z
      .union([z.int().min(0).max(100), z.enum(['low', 'normal', 'high', 'urgent'])])
      .default('normal')
      .transform((value) => (typeof value === 'string' ? priorityWords[value] : value)),
    batch_len: z.int().min(1).max(1e9).optional().openapi({ description: 'Accepted; how the query is cut is our affair.' }),
    idempotency_key: z.string().min(1).max(256).optional(),
    external_correlation_id: z.string().max(128).optional(),
  })
  .openapi('Submission');

export const InlineSubmissionSchema = SubmissionSchema.extend({
  query_fasta: z.string().openapi({ description: 'One or more sequences.', example: '>q1\nMKVLA' }),
})
  .loose()
  .openapi('InlineSubmission');

export type SubmissionInput = z.infer<typeof SubmissionSchema>;

/** Upstream's 0 to 100 (more is sooner) as Temporal's 1 to 5 (less is sooner). */
export function temporalPriority(priority: number): number {
  return Math.min(5, Math.max(1, 5 - Math.floor(priority / 20.2)));
}
