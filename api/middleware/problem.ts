import { z } from '@hono/zod-openapi';
import type { ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PlatformError, toPlatformError } from '../../src/errors/index.ts';
import { loggerOf } from './observe-requests.ts';
import type { ApiContext, ApiEnv } from '../environment.ts';
import { problemPage } from '../pages/problem-page.ts';
import { prefersHtml } from './prefers-html.ts';
import { isServicePath, serviceFault } from './service-fault.ts';
import { titleOfStatus } from './title-of-status.ts';

/** The one error body (RFC 9457 problem details; `detail` alone is what `/v1` clients read). */
export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'What was wrong, where, and what to do about it.' }),
    code: z.string().openapi({ description: 'One of a closed list; stable.' }),
    request_id: z.string(),
    location: z
      .object({
        sequence: z.string().optional(),
        line: z.int().optional(),
        column: z.int().optional(),
        field: z.string().optional(),
      })
      .optional(),
  })
  .openapi('Problem');

export type Problem = z.infer<typeof ProblemSchema>;

const retryAfterSeconds = 5;

/** Answers every error: a caller's fault with a sentence, a fault of ours with nothing but an id that is in the log. */
export const handleError: ErrorHandler<ApiEnv> = (error, c) => {
  const failure = error instanceof HTTPException ? fromHttpException(error) : toPlatformError(error);
  if (failure.rule.httpStatus >= 500) {
    loggerOf(c).error({ code: failure.code, err: error, details: failure.details }, 'failed');
  }
  return answer(c, failure);
};

export const handleNotFound: NotFoundHandler<ApiEnv> = (c) =>
  answer(
    c,
    new PlatformError(
      'NOT_FOUND',
      `There is nothing at ${c.req.method} ${c.req.path}. The API is described at /docs.`,
    ),
  );

function answer(c: ApiContext, failure: PlatformError): Response | Promise<Response> {
  const { httpStatus } = failure.rule;
  const status = httpStatus as ContentfulStatusCode;
  describeAnswer(c, httpStatus);
  if (isServicePath(c.req.path)) return c.json(serviceFault(c, failure, publicDetail(failure)), status);
  const body: Problem = {
    type: 'about:blank',
    title: titleOfStatus(httpStatus),
    status: httpStatus,
    detail: publicDetail(failure),
    code: failure.code,
    request_id: c.var.requestId,
    ...(Object.keys(failure.location).length > 0 && { location: failure.location }),
  };
  if (c.req.method === 'GET' && prefersHtml(c.req.header('accept')))
    return c.html(problemPage(c, body), status);
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' });
}

function publicDetail(failure: PlatformError): string {
  if (failure.code !== 'INTERNAL') return failure.message;
  return 'Something went wrong on our side. Nothing of yours is lost; the request id helps us find it.';
}

/** What an operation had said about its success does not hold for its failure. */
function describeAnswer(c: ApiContext, status: number): void {
  for (const name of ['ETag', 'Content-Length', 'Content-Disposition', 'Location', 'Accept-Ranges'])
    c.header(name);
  c.header('Cache-Control', 'no-store');
  if (status === 503 || status === 429) c.header('Retry-After', String(retryAfterSeconds));
  if (status === 401) c.header('WWW-Authenticate', 'Bearer');
}

function fromHttpException(error: HTTPException): PlatformError {
  return new PlatformError('MALFORMED_BODY', 'The request could not be read.', { cause: error });
}
