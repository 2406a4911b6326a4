import { createServer, type Server } from 'node:http';
import type { Hono } from 'hono';
import type { ApiDeps, ApiEnv } from './environment.ts';
import { repeatAnswers } from './repeated-answers.ts';

/** A server that is listening. */
export interface ApiServer {
  /** The port it got, where 0 was asked for. */
  readonly port: number;
  /** Takes no more requests and waits for the open ones, at most so long; then cuts what is left. */
  close(patienceMs: number): Promise<void>;
}

/**
 * Serves the app over HTTP/1.1. An upload may take as long as it moves: only silence ends it, and longer silence than
 * any held answer of ours has.
 */
export async function startServer(
  app: Pick<Hono<ApiEnv>, 'fetch'>,
  { host, port }: { readonly host: string; readonly port: number },
  observers: Pick<ApiDeps, 'logger' | 'metrics'>,
): Promise<ApiServer> {
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 30_000, keepAliveTimeout: 65_000 },
    repeatAnswers(app, observers),
  );
  server.timeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { port: portOf(server), close: (patienceMs) => closeServer(server, patienceMs) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function closeServer(server: Server, patienceMs: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, patienceMs);
  await closed;
  clearTimeout(cut);
}
