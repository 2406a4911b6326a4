import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../environment.ts';

/**
 * What every answer says, unless its operation says otherwise: nothing is guessed, framed, run or kept. A report is
 * made of what other people sent (names in it are theirs), so even a file that a browser opens can run nothing.
 */
export const securityHeaders: MiddlewareHandler<ApiEnv> = (c, next) => {
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('X-Frame-Options', 'DENY');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
  c.header('Cache-Control', 'no-store');
  return next();
};
