import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ApiDeps, ApiEnv, Repeatable } from './environment.ts';
import { requestIdOf } from './middleware/observe-requests.ts';

/**
 * Serves the app, and gives an answer that was called repeatable again to whoever asks the very same question, for as
 * long as it holds: many who poll one job cost little more than one. No operation runs for a repetition; it has a request
 * id of its own, and log and metrics know of it.
 */
export function repeatAnswers(
  app: Pick<Hono<ApiEnv>, 'fetch'>,
  { logger, metrics }: Pick<ApiDeps, 'logger' | 'metrics'>,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const kept = new Map<string, Kept>();

  const listen = getRequestListener(async (request, bindings) => {
    const incoming = bindings.incoming as IncomingMessage;
    let repeatable: Repeatable | undefined;
    const repeat = (what: Repeatable): void => void (repeatable = what);
    const response = await app.fetch(request, { ...bindings, incoming, repeat });
    if (repeatable === undefined || incoming.method !== 'GET') return response;
    const { status, headers } = response;
    const body = response.body === null ? null : await response.text();
    dropOld();
    const rawHeaders = [...headers].filter(([name]) => name !== 'x-request-id').flat();
    if (body !== null) rawHeaders.push('content-length', String(Buffer.byteLength(body)));
    const ownRequestId = incoming.headers['x-request-id'];
    kept.set(questionOf(incoming), { ...repeatable, status, rawHeaders, body, ownRequestId });
    return new Response(body, { status, headers });
  });

  function dropOld(): void {
    for (const [question, { holds }] of kept) {
      if (holds()) return;
      kept.delete(question);
    }
  }

  return (incoming, outgoing) => {
    const known = incoming.method === 'GET' && kept.size > 0 ? kept.get(questionOf(incoming)) : undefined;
    if (known?.holds() !== true) return void listen(incoming, outgoing);
    const { status, route, rawHeaders, body, ownRequestId } = known;
    const requestId = requestIdOf(ownRequestId);
    outgoing.writeHead(status, [...rawHeaders, 'x-request-id', requestId]);
    outgoing.end(body ?? undefined);
    metrics.observeRequest('GET', route, status, 0);
    if (logger.isLevelEnabled('debug'))
      logger.debug({ requestId, method: 'GET', path: incoming.url, status, ms: 0 }, 'request');
  };
}

interface Kept extends Repeatable {
  readonly status: number;
  /** Names and values in turn, as Node writes them fastest. */
  readonly rawHeaders: readonly string[];
  readonly body: string | null;
  /** The caller's, if the request named one. */
  readonly ownRequestId: string | readonly string[] | undefined;
}

/**
 * All of a request's head, as it came: reading single headers would cost more than the rest of an answer. Whoever has no
 * access asks another question, and so does who names another request id.
 */
function questionOf({ url, rawHeaders }: IncomingMessage): string {
  return `${url ?? ''}\n${rawHeaders.join('\n')}`;
}
