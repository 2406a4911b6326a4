import { z } from '@hono/zod-openapi';

/** `dry_run`: tell what would be done, and do nothing. */
export const DryRunSchema = z
  .enum(['true', 'false'], 'give true or false')
  .default('false')
  .transform((text) => text === 'true')
  .openapi({ description: 'Tell what would be done, and change nothing.' });
