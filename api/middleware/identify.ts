import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { credentialOf, principalOfCredential } from '../../src/account/credential.ts';
import { PlatformError } from '../../src/errors/index.ts';
import type { ApiDeps, ApiEnv } from '../environment.ts';
import { refuseForeignPage } from './refuse-cross-site.ts';
import { adminTokenHeader, authenticate, bearerOf, principalOfToken } from './authenticate.ts';

/**
 * Finds out which user or guest asks a service of Multi-Blast: by a token of ours as `Authorization: Bearer`, `Auth-Key`
 * (header or query parameter) or the cookie `Authorization`; or an administrator, by the server's own token as
 * `Admin-Token`. Where no secret for tokens is configured, whoever may use
 * the rest of the server is one and the same principal here, too.
 */
export function identify(deps: Pick<ApiDeps, 'auth' | 'apiToken' | 'clock'>): MiddlewareHandler<ApiEnv> {
  const { auth, clock, apiToken } = deps;
  if (auth === undefined) return authenticate(deps);
  return (c, next) => {
    const adminToken = c.req.header(adminTokenHeader);
    if (adminToken !== undefined) {
      const admin = principalOfToken(adminToken, apiToken);
      if (!admin) throw refused('The Admin-Token is not that of this server.');
      c.set('principal', admin);
      return next();
    }
    const cookie = getCookie(c, 'Authorization');
    // A browser sends it for any page.
    if (cookie !== undefined) refuseForeignPage(c);
    const given = credentialOf({
      header: c.req.header('auth-key'),
      query: c.req.query('Auth-Key'),
      bearer: bearerOf(c.req.header('authorization')),
      cookie,
    });
    if (given.kind === 'contradiction')
      throw refused('The request carries two credentials that differ; send one.');
    if (given.kind === 'none')
      throw refused(
        'Say who you are: send a token as Authorization: Bearer TOKEN or Auth-Key: TOKEN. Guests get one from POST /query/guests.',
      );
    const principal = principalOfCredential(given.text, { ...auth, now: clock.now() });
    if (!principal) throw refused('The credential is none of this server, or has expired.');
    c.set('principal', principal);
    return next();
  };
}

function refused(message: string): PlatformError {
  return new PlatformError('UNAUTHENTICATED', message);
}
