import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { ApiDeps, ApiEnv } from '../environment.ts';

const acceptableRequestId = /^[A-Za-z0-9._-]{8,128}$/;

/** Gives each request an id (the caller's own when it has one), a logger that says it, and one line in the log at its end. */
export function observeRequests({ logger, metrics }: ApiDeps): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const asked = c.req.header('x-request-id') ?? '';
    const requestId = acceptableRequestId.test(asked) ? asked : randomUUID();
    const started = performance.now();
    c.set('requestId', requestId);
    c.set('logger', logger.child({ requestId }));
    c.header('X-Request-Id', requestId);
    await next();
    const ms = performance.now() - started;
    const route = routePath(c, -1);
    metrics.observeRequest(c.req.method, route, c.res.status, ms / 1000);
    c.var.logger.info({ method: c.req.method, path: c.req.path, status: c.res.status, ms: Math.round(ms) }, 'request');
  };
}
