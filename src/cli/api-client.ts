import { z } from 'zod';
import type { ClientConfig } from '../config/index.ts';
import { CliError, exitCodes } from './cli-error.ts';
import { errorCode } from '../errors/error-code.ts';
import { multipartBody, type FilePart } from './multipart-body.ts';

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Sent as multipart: this JSON, then the file. */
  readonly upload?: { readonly request: unknown; readonly file: FilePart };
}

/** Calls the HTTP API; every failure becomes a `CliError` with the server's own sentence. */
export class ApiClient {
  readonly #config: ClientConfig;

  constructor(config: ClientConfig) {
    this.#config = config;
  }

  /** Absolute address of an API path, for people. */
  url(path: string): string {
    return `${this.#config.url}${path}`;
  }

  /**
   * @throws CliError exit code 2 for a refused request (4xx), 3 when the server is away or failed (5xx)
   * @throws the abort reason of `signal`
   */
  async send(path: string, request: ApiRequest = {}): Promise<Response> {
    const response = await this.#fetch(path, request);
    if (response.ok || response.status === 304) return response;
    throw await this.#refusal(response);
  }

  /** As `send`, and parses the answer. */
  async json<S extends z.ZodType>(path: string, schema: S, request: ApiRequest = {}): Promise<z.output<S>> {
    return this.parse(await this.send(path, request), schema);
  }

  async parse<S extends z.ZodType>(response: Response, schema: S): Promise<z.output<S>> {
    const parsed = schema.safeParse(await response.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
    throw new CliError(
      `${this.#config.url} answers, but not like a Durablast server. Check DURABLAST_URL.`,
      exitCodes.serverUnavailable,
      parsed.error,
    );
  }

  async #fetch(path: string, request: ApiRequest): Promise<Response> {
    const body = request.upload && multipartBody(request.upload.request, request.upload.file);
    try {
      return await fetch(this.url(path), {
        method: request.method ?? 'GET',
        headers: {
          accept: 'application/json',
          ...this.#authorization(),
          ...request.headers,
          ...(body === undefined ? {} : { 'content-type': body.contentType }),
        },
        ...(request.signal === undefined ? {} : { signal: request.signal }),
        ...(body === undefined ? {} : { body: body.stream, duplex: 'half' as const }),
      });
    } catch (error) {
      request.signal?.throwIfAborted();
      throw new CliError(
        `No server answers at ${this.#config.url} (${causeOf(error)}). ` +
          'Start one with `durablast up`, or say where it is with DURABLAST_URL.',
        exitCodes.serverUnavailable,
        error,
      );
    }
  }

  /** `/v1` keeps the header of its upstream; the other surfaces take the standard one. */
  #authorization(): Record<string, string> {
    const token = this.#config.token?.reveal();
    return token === undefined ? {} : { authorization: `Bearer ${token}`, 'x-elb-api-token': token };
  }

  async #refusal(response: Response): Promise<CliError> {
    const problem = ProblemSchema.safeParse(await response.json().catch(() => undefined));
    const isServerFault = response.status >= 500;
    const exitCode = isServerFault ? exitCodes.serverUnavailable : exitCodes.refused;
    if (!problem.success) {
      return new CliError(`The server answered with status ${response.status}.`, exitCode);
    }
    const { code, detail, request_id } = problem.data;
    const marks = [code, isServerFault ? request_id : undefined].filter((mark) => mark !== undefined);
    return new CliError(marks.length === 0 ? detail : `${detail} [${marks.join(', ')}]`, exitCode);
  }
}

/** RFC 9457, with the platform's own code. */
const ProblemSchema = z.object({
  detail: z.string(),
  code: z.string().optional(),
  request_id: z.string().optional(),
});

/** `fetch` wraps what went wrong in the cause of an error of its own. */
function causeOf(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return errorCode(cause) ?? (error instanceof Error ? error.message : 'unknown reason');
}
