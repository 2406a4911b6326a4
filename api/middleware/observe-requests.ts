import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Logger } from 'pino';
import type { ApiContext, ApiDeps, ApiEnv } from '../environment.ts';

const acceptableRequestId = /^[A-Za-z0-9._:-]{1,128}$/;

/** Gives each request an id (the caller's own when it has one), and one line in the log at its end. */
export function observeRequests({ logger, metrics }: ApiDeps): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const requestId = requestIdOf(c.req.header('x-request-id'));
    const started = performance.now();
    c.set('requestId', requestId);
    c.set('baseLogger', logger);
    c.set('logFields', { requestId });
    c.header('X-Request-Id', requestId);
    await next();
    const ms = performance.now() - started;
    const { method, path } = c.req;
    const { status } = c.res;
    metrics.observeRequest(method, routeOf(c), status, ms / 1000);
    const level = c.get('isRoutine') === true && status < 400 ? 'debug' : 'info';
    if (!logger.isLevelEnabled(level)) return;
    logger[level]({ ...c.get('logFields'), method, path, status, ms: Math.round(ms) }, 'request');
  };
}

/** The pattern of the operation that was asked for, whether or not it was let in; middleware is for all methods. */
function routeOf(c: ApiContext): string {
  return matchedRoutes(c).find(({ method }) => method !== 'ALL')?.path ?? '/*';
}

/** The caller's own id where it has a good one. */
export function requestIdOf(asked: string | readonly string[] | undefined): string {
  return typeof asked === 'string' && acceptableRequestId.test(asked) ? asked : randomUUID();
}

/** A logger whose lines say which request they are about, made when there is something to say. */
export function loggerOf(c: ApiContext): Logger {
  return c.get('baseLogger').child(c.get('logFields'));
}

/** From here on, every line of this request says which job (and which submission of it) it is about. */
export function noteJob(
  c: ApiContext,
  ids: { readonly jobId?: string; readonly submissionId?: string },
): void {
  c.set('logFields', { ...c.get('logFields'), ...ids });
}

/** An answer of a kind that is asked for all the time: its success is news to nobody. The metrics count it. */
export function noteRoutine(c: ApiContext): void {
  c.set('isRoutine', true);
}
