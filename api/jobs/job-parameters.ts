import { z } from '@hono/zod-openapi';

/** Path parameter of every job operation. */
export const JobIdSchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'a job id is 32 lower-case hexadecimal digits')
  .openapi({ example: '0f343b0931126a20f133d67c2b018a3b' });

export const JobParamsSchema = z.object({ id: JobIdSchema });

/** How long a request may be held: `?wait=` or `Prefer: wait=`, at most a minute. */
export const maxWaitSeconds = 60;

export const WaitQuerySchema = z.object({
  wait: z.coerce
    .number()
    .min(0)
    .max(maxWaitSeconds)
    .optional()
    .openapi({ description: 'Hold the answer until the job moves, for at most so many seconds.' }),
});

/** Seconds asked for by `Prefer: wait=N` (RFC 7240), capped. */
export function preferredWaitSeconds(prefer: string | undefined): number {
  const asked = /(?:^|[,;\s])wait=(\d{1,6})/.exec(prefer ?? '')?.[1];
  return asked === undefined ? 0 : Math.min(Number(asked), maxWaitSeconds);
}
