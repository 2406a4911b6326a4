import { z } from '@hono/zod-openapi';

export const QueryParams = z.object({ id: z.string() });
