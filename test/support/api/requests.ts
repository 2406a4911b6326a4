import type { Api } from '../../../api/environment.ts';
import type { Problem } from '../../../api/middleware/problem.ts';
import type { JobView } from '../../../api/jobs/job-view.ts';

export const oneProtein = '>q1\nMKVLATTRHLAQWLEERGAKVVAIDT\n';

/** A valid inline submission, changed. */
export function submission(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    program: 'blastp',
    db: 'proteins',
    query_fasta: oneProtein,
    options: '-evalue 1e-5 -outfmt 6',
    ...change,
  };
}

export interface Submitted {
  readonly job_id: string;
  readonly status: string;
  readonly status_url: string;
  readonly queue_position: number | null;
  readonly message: string;
  readonly passthrough: Readonly<Record<string, string>>;
  readonly external_correlation_id: string | null;
  readonly resource_profile: string | null;
  readonly job: { readonly id: string; readonly report_id: string };
}

export function postJson(
  app: Api,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return Promise.resolve(
    app.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
}

/** Submits and expects it to be accepted. */
export async function submit(
  app: Api,
  change: Readonly<Record<string, unknown>> = {},
  headers: Record<string, string> = {},
): Promise<Submitted> {
  const response = await postJson(app, '/v1/jobs', submission(change), headers);
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as Submitted;
}

export interface Part {
  readonly name?: string;
  readonly text: string | Uint8Array;
  /** Makes the part a file. */
  readonly fileName?: string;
}

export const boundary = 'a-boundary-of-a-test';
export const formType = `multipart/form-data; boundary=${boundary}`;

/** A multipart body, byte for byte: faults are cut into it. */
export function formBody(parts: readonly Part[], { closed = true } = {}): Uint8Array<ArrayBuffer> {
  const pieces = parts.flatMap(({ name, text, fileName }) => [
    `--${boundary}\r\nContent-Disposition: form-data`,
    name === undefined ? '' : `; name="${name}"`,
    fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: application/octet-stream`,
    '\r\n\r\n',
    text,
    '\r\n',
  ]);
  const end = closed ? [`--${boundary}--\r\n`] : [];
  return Uint8Array.from(Buffer.concat([...pieces, ...end].map((piece) => Buffer.from(piece))));
}

export function postForm(
  app: Api,
  path: string,
  body: Uint8Array<ArrayBuffer>,
  contentType = formType,
): Promise<Response> {
  return Promise.resolve(
    app.request(path, { method: 'POST', headers: { 'Content-Type': contentType }, body }),
  );
}

export async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return (await response.json()) as Problem;
}

export async function jobOf(app: Api, jobId: string): Promise<JobView> {
  return (await (await app.request(`/jobs/${jobId}`)).json()) as JobView;
}
