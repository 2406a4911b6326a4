import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface SeenRequest {
  readonly method: string;
  /** Path with its query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** How many pieces the body came in. */
  readonly pieces: number;
}

/** An answer: JSON by default, `text` for anything else. */
export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** `POST /v1/jobs` … in the order of arrival. */
  readonly calls: () => string[];
  close(): Promise<void>;
}

/** An HTTP server whose answers a test decides. A request without an answer gets 404. */
export async function fakeServer(answer: (request: SeenRequest) => Answer | undefined): Promise<FakeServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => void handle(request, response, seen, answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    seen,
    calls: () => seen.map((request) => `${request.method} ${request.url}`),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  seen: SeenRequest[],
  answer: (request: SeenRequest) => Answer | undefined,
): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const one: SeenRequest = {
    method: request.method ?? '',
    url: request.url ?? '',
    headers: request.headers,
    body: Buffer.concat(pieces).toString(),
    pieces: pieces.length,
  };
  seen.push(one);
  const {
    status = 200,
    json,
    text,
    headers = {},
  } = answer(one) ?? {
    status: 404,
    json: { detail: 'There is no such thing.', code: 'NOT_FOUND' },
  };
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text ?? (json === undefined ? '' : JSON.stringify(json)));
}
