import { z } from '@hono/zod-openapi';
import { jobIdPattern } from '../../src/job/keys.ts';

/** Path parameter of every job operation. */
export const JobIdSchema = z
  .string()
  .regex(jobIdPattern, 'a job id is 32 lower-case hexadecimal digits')
  .openapi({ example: '0f343b0931126a20f133d67c2b018a3b' });

export const JobParamsSchema = z.object({ id: JobIdSchema });

/** How long a request may be held: `?wait=` or `Prefer: wait=`, at most a minute. */
export const maxWaitSeconds = 60;

export const WaitQuerySchema = z.object({
  wait: z
    .string()
    .regex(/^\d{1,2}(\.\d{1,3})?$/, `give seconds, from 0 to ${maxWaitSeconds}`)
    .transform(Number)
    .refine((seconds) => seconds <= maxWaitSeconds, `give seconds, from 0 to ${maxWaitSeconds}`)
    .optional()
    .openapi({
      type: 'number',
      minimum: 0,
      maximum: maxWaitSeconds,
      description:
        'Hold the answer until the job moves, for at most so many seconds. `Prefer: wait=` does the same.',
    }),
});

/** Seconds asked for by `Prefer: wait=N` (RFC 7240), capped; `undefined` without one. */
export function preferredWaitSeconds(prefer: string | undefined): number | undefined {
  const asked = /(?:^|[,;\s])wait=(\d{1,6})(?=$|[,;\s])/.exec(prefer ?? '')?.[1];
  return asked === undefined ? undefined : Math.min(Number(asked), maxWaitSeconds);
}
