import { createRoute, z } from '@hono/zod-openapi';
import { newGuest, signToken } from '../../src/account/token.ts';
import { PlatformError } from '../../src/errors/index.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { serviceFaults } from '../middleware/service-fault.ts';

const route = createRoute({
  method: 'post',
  path: '/query/guests',
  tags: ['query service'],
  summary: 'A token for a new guest, whose collection whoever holds the token can use',
  responses: {
    200: {
      description: 'To be sent as Authorization: Bearer, or as Auth-Key',
      content: { 'application/json': { schema: z.object({ token: z.string() }).openapi('GuestToken') } },
    },
    ...serviceFaults(403, 404, 500, 503),
  },
});

/** 128 bits: nobody guesses another guest. */
const guestIdDigits = 32;

export function registerCreateGuest(app: Api, { auth, clock, newId }: ApiDeps): void {
  app.openapi(route, (c) => {
    if (!auth)
      throw new PlatformError('NOT_FOUND', 'This server does not tell users apart, so it has no guests.');
    return c.json({ token: signToken(newGuest(newId(guestIdDigits), clock.now()), auth.secret) }, 200);
  });
}
