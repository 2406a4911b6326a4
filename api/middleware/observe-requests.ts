import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { ApiContext, ApiDeps, ApiEnv } from '../environment.ts';

const acceptableRequestId = /^[A-Za-z0-9._:-]{1,128}$/;

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
    metrics.observeRequest(c.req.method, routePath(c, -1), c.res.status, ms / 1000);
    c.var.logger.info(
      { method: c.req.method, path: c.req.path, status: c.res.status, ms: Math.round(ms) },
      'request',
    );
  };
}

/** From here on, every line of this request says which job (and which submission of it) it is about. */
export function noteJob(
  c: ApiContext,
  ids: { readonly jobId?: string; readonly submissionId?: string },
): void {
  c.set('logger', c.var.logger.child(ids));
}
