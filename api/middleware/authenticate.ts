import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { anonymous, type Principal } from '../../src/account/principal.ts';
import { PlatformError } from '../../src/errors/index.ts';
import type { ApiDeps, ApiEnv } from '../environment.ts';

const holderOfToken: Principal = { id: 'api-token', role: 'admin' };

/** The header that administrators of Multi-Blast's services send. */
export const adminTokenHeader = 'Admin-Token';

/**
 * Finds out who asks. Without a configured token (a loopback stack) everybody is anonymous; with one it must be given
 * as `Authorization: Bearer`, `X-ELB-API-Token` or `Admin-Token`, and is compared in constant time.
 */
export function authenticate({ apiToken }: Pick<ApiDeps, 'apiToken'>): MiddlewareHandler<ApiEnv> {
  return (c, next) => {
    if (apiToken === undefined) {
      c.set('principal', anonymous);
      return next();
    }
    const given =
      bearerOf(c.req.header('authorization')) ??
      c.req.header('x-elb-api-token') ??
      c.req.header(adminTokenHeader) ??
      '';
    const holder = principalOfToken(given, apiToken);
    if (!holder) {
      throw new PlatformError(
        'UNAUTHENTICATED',
        'This server wants a token: send it as Authorization: Bearer TOKEN.',
      );
    }
    c.set('principal', holder);
    return next();
  };
}

/** What follows `Bearer` in an `Authorization` header. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1];
}

/** Whoever holds the server's one token is its administrator. */
export function principalOfToken(given: string, apiToken: string | undefined): Principal | undefined {
  return apiToken !== undefined && sameToken(given, apiToken) ? holderOfToken : undefined;
}

/** Compares digests, so that neither content nor length shows in the time taken. */
function sameToken(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
