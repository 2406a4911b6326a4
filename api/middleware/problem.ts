import type { Hook } from '@hono/zod-openapi';
import { z } from '@hono/zod-openapi';
import type { ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PlatformError, toPlatformError } from '../../src/errors/index.ts';
import type { ApiContext, ApiDeps, ApiEnv } from '../environment.ts';

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

export const retryAfterSeconds = 5;

/** Answers every error: a caller's fault with a sentence, a fault of ours with nothing but an id that is in the log. */
export function handleError({ logger }: ApiDeps): ErrorHandler<ApiEnv> {
  return (error, c) => {
    const failure = error instanceof HTTPException ? fromHttpException(error) : toPlatformError(error);
    if (failure.rule.httpStatus >= 500) {
      logger.error({ requestId: c.var.requestId, code: failure.code, err: error, details: failure.details }, 'failed');
    }
    return problem(c, failure);
  };
}

export const handleNotFound: NotFoundHandler<ApiEnv> = (c) =>
  problem(c, new PlatformError('NOT_FOUND', `There is nothing at ${c.req.path}. The API is described at /docs.`));

/** Turns what a schema refuses into one sentence per fault. */
export const rejectSchemaFaults: Hook<unknown, ApiEnv, string, Response | undefined> = (result, c) =>
  result.success ? undefined : problem(c, schemaFault(result.error));

/** Zod's findings as one error. @param prefix names the part of the request, for example the field of a multipart body */
export function schemaFault(error: { issues: readonly z.core.$ZodIssue[] }): PlatformError {
  const faults = error.issues.map((issue) => {
    const field = issue.path.map(String).join('.');
    return field === '' ? issue.message : `${field}: ${issue.message}`;
  });
  const field = error.issues[0]?.path.map(String).join('.') ?? '';
  return new PlatformError('INVALID_REQUEST', faults.join('; '), field === '' ? {} : { location: { field } });
}

function problem(c: ApiContext, failure: PlatformError): Response {
  const { httpStatus } = failure.rule;
  const hidden = failure.code === 'INTERNAL';
  const body = {
    type: 'about:blank',
    title: titles[httpStatus] ?? 'Error',
    status: httpStatus,
    detail: hidden ? 'Something went wrong on our side. Nothing of yours is lost; the request id helps us find it.' : failure.message,
    code: failure.code,
    request_id: c.var.requestId,
    ...(Object.keys(failure.location).length > 0 && { location: failure.location }),
  };
  const headers: Record<string, string> = { 'Content-Type': 'application/problem+json' };
  if (httpStatus === 503 || httpStatus === 429) headers['Retry-After'] = String(retryAfterSeconds);
  if (httpStatus === 401) headers['WWW-Authenticate'] = 'Bearer';
  return c.body(JSON.stringify(body), httpStatus as ContentfulStatusCode, headers);
}

function fromHttpException(error: HTTPException): PlatformError {
  if (error.status === 413) return new PlatformError('BODY_TOO_LARGE', 'The request body is too large.');
  return new PlatformError('MALFORMED_BODY', error.message === '' ? 'The request could not be read.' : error.message);
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
