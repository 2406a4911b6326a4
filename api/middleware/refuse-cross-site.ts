import type { MiddlewareHandler } from 'hono';
import { PlatformError } from '../../src/errors/index.ts';
import type { ApiContext, ApiDeps, ApiEnv } from '../environment.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * On a stack that lets everybody in, a page of another site that somebody on this machine has open could submit, cancel
 * and delete through their browser: such requests name their origin, and are refused. Programs name none.
 */
export function refuseCrossSite({ apiToken }: ApiDeps): MiddlewareHandler<ApiEnv> {
  return (c, next) => {
    if (apiToken === undefined) refuseForeignPage(c);
    return next();
  };
}

/** @throws PlatformError `FORBIDDEN` for a change that a browser makes for a page of another site */
export function refuseForeignPage(c: ApiContext): void {
  const isSafe = safeMethods.has(c.req.method);
  if (isSafe || !isForeign(c.req.header('origin'), c.req.header('host'))) return;
  throw new PlatformError('FORBIDDEN', 'A page of another site may not change anything here.');
}

function isForeign(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
