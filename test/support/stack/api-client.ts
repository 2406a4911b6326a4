import type { MoleculeType } from '../../../src/database/database.ts';

/** What the stack tests say to the API; every call is a real HTTP request. */
export interface ApiClient {
  /** Builds a database and waits until it can be searched. */
  addDatabase(name: string, type: MoleculeType, fasta: string): Promise<void>;
  /** @returns the id of the job that builds it */
  startDatabase(name: string, type: MoleculeType, fasta: string): Promise<string>;
  submit(search: SearchForm): Promise<Accepted>;
  /** Like `submit`, whatever the answer. */
  post(search: SearchForm): Promise<Response>;
  /** Follows the submission to its end. */
  finished(submissionId: string, timeoutMs?: number): Promise<Status>;
  status(submissionId: string): Promise<Status>;
  report(submissionId: string): Promise<string>;
  job(jobId: string): Promise<Record<string, unknown> & { readonly state: string }>;
  /** Any request; retried while the API is coming back. */
  request(path: string, init?: RequestInit): Promise<Response>;
}

export interface SearchForm {
  readonly program: string;
  readonly db: string;
  readonly fasta: string;
  readonly options?: string;
}

export interface Accepted {
  readonly job_id: string;
  readonly status: string;
  readonly message: string;
  readonly job: { readonly id: string; readonly report_id: string };
}

export interface Status {
  readonly status: string;
  readonly phase: string;
  readonly progress_pct: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** @param token - sent with every request, to an API that wants one */
export function createApiClient(baseUrl: () => string, token?: string): ApiClient {
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const request = async (path: string, init?: RequestInit): Promise<Response> => {
    const deadline = Date.now() + 30_000;
    for (;;) {
      try {
        return await fetch(baseUrl() + path, {
          ...init,
          headers: { ...headers, ...(init?.headers as Record<string, string> | undefined) },
        });
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  const json = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await request(path, init);
    if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const status = (id: string): Promise<Status> => json<Status>(`/v1/jobs/${id}/status`);
  const post = (search: SearchForm): Promise<Response> =>
    request('/v1/jobs', { method: 'POST', body: formOf(search) });
  const startDatabase = async (name: string, type: MoleculeType, fasta: string): Promise<string> => {
    const form = new FormData();
    form.set('name', name);
    form.set('type', type);
    form.set('fasta', new Blob([fasta]), 'input.fasta');
    return (await json<{ job_id: string }>('/v1/databases', { method: 'POST', body: form })).job_id;
  };
  return {
    request,
    status,
    post,
    job: (jobId) => json(`/jobs/${jobId}`),
    async submit(search) {
      const response = await post(search);
      if (response.status !== 202) throw new Error(`${String(response.status)} ${await response.text()}`);
      return (await response.json()) as Accepted;
    },
    startDatabase,
    async addDatabase(name, type, fasta) {
      const jobId = await startDatabase(name, type, fasta);
      for (;;) {
        const { state, error } = await json<{ state: string; error: string | null }>(
          `/jobs/${jobId}?wait=20`,
        );
        if (state === 'completed') return;
        if (state !== 'queued' && state !== 'running')
          throw new Error(`the database was not built: ${String(error)}`);
      }
    },
    async finished(submissionId, timeoutMs = 60_000) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const now = await status(submissionId);
        if (now.status === 'success' || now.status === 'failed') return now;
        if (Date.now() > deadline) throw new Error(`not finished in time: ${JSON.stringify(now)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async report(submissionId) {
      const response = await request(`/v1/jobs/${submissionId}/results?content=report`);
      if (!response.ok) throw new Error(`${String(response.status)} ${await response.text()}`);
      return response.text();
    },
  };
}

function formOf(search: SearchForm): FormData {
  const form = new FormData();
  form.set('program', search.program);
  form.set('db', search.db);
  if (search.options !== undefined) form.set('options', search.options);
  form.set('query', new Blob([search.fasta]), 'query.fasta');
  return form;
}
