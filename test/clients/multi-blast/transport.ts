import type { z } from 'zod';
import { faultSchema, wordOfHttpStatus, type Fault } from './contract.ts';

/** What a client may send: JSON, a form, or nothing. */
export interface Sent {
  readonly json?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A file as it came, whole. */
export interface Download {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly mediaType: string;
  readonly isAttachment: boolean;
}

/** The way to one server under one credential; every answer is held against the published contract. */
export interface Transport {
  json<S extends z.ZodType>(schema: S, method: string, path: string, sent?: Sent): Promise<z.infer<S>>;
  /** For what is answered by 204 and no body. */
  done(method: string, path: string, sent?: Sent): Promise<void>;
  download(path: string): Promise<Download>;
}

/** An error answer, as the contract has it. */
export class Refusal extends Error {
  readonly httpStatus: number;
  readonly fault: Fault;

  constructor(request: string, httpStatus: number, fault: Fault) {
    const fields = 'errors' in fault ? ` ${JSON.stringify(fault.errors)}` : '';
    super(`${request}: ${String(httpStatus)} ${fault.status}: ${fault.message}${fields}`);
    this.httpStatus = httpStatus;
    this.fault = fault;
  }
}

/** @param credential - sent as `Auth-Key`; without one nothing is sent */
export function createTransport(baseUrl: string, credential?: string): Transport {
  const send = async (wanted: number, method: string, path: string, sent: Sent = {}): Promise<Response> => {
    const headers = new Headers(sent.headers);
    if (credential !== undefined) headers.set('Auth-Key', credential);
    if (sent.json !== undefined) headers.set('Content-Type', 'application/json');
    const body = sent.json === undefined ? sent.form : JSON.stringify(sent.json);
    const response = await fetch(baseUrl + path, { method, headers, ...(body !== undefined && { body }) });
    const request = `${method} ${path}`;
    if (response.status >= 400) throw await refusalOf(request, response);
    if (response.status === wanted) return response;
    throw new Error(`${request}: ${String(response.status)} instead of ${String(wanted)}`);
  };
  return {
    async json(schema, method, path, sent) {
      return parsed(schema, `${method} ${path}`, await send(200, method, path, sent));
    },
    async done(method, path, sent) {
      const text = await (await send(204, method, path, sent)).text();
      if (text !== '') throw new Error(`${method} ${path}: 204 with a body`);
    },
    async download(path) {
      const response = await send(200, 'GET', path);
      const bytes = new Uint8Array(await response.arrayBuffer());
      return {
        bytes,
        text: new TextDecoder().decode(bytes),
        mediaType: mediaTypeOf(response),
        isAttachment: /^attachment\b/.test(response.headers.get('content-disposition') ?? ''),
      };
    },
  };
}

async function refusalOf(request: string, response: Response): Promise<Error> {
  const fault = await parsed(faultSchema, request, response);
  const word = wordOfHttpStatus[response.status];
  if (word === undefined || word === fault.status) return new Refusal(request, response.status, fault);
  return new Error(`${request}: ${String(response.status)} says ${fault.status} instead of ${word}`);
}

async function parsed<S extends z.ZodType>(
  schema: S,
  request: string,
  response: Response,
): Promise<z.infer<S>> {
  const text = await response.text();
  const seen = `${request}: ${String(response.status)} ${text.slice(0, 500)}`;
  if (mediaTypeOf(response) !== 'application/json')
    throw new Error(`${seen}\nis no JSON by its Content-Type`);
  const read = schema.safeParse(JSON.parse(text));
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`${seen}\nis not what the contract has: ${faults.join('; ')}`);
}

function mediaTypeOf(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim() ?? '';
}
