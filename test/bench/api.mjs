import { once, setMaxListeners } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { BenchError } from './bench-error.mjs';
import { built } from './built.mjs';

/**
 * What the benchmarks say to the HTTP API, over connections that are kept. Not by `fetch`, which takes 4 ms of its own
 * to send 300 kB and receive 3 MB: the server is measured, and a client in C would not take that long.
 */
export function createApi(baseUrl, signal) {
  const agent = new Agent({ keepAlive: true });
  // Each request under way listens to it.
  setMaxListeners(0, signal);
  async function request(path, { method = 'GET', headers = {}, body } = {}) {
    const outgoing = httpRequest(baseUrl + path, { method, headers, agent, signal });
    outgoing.end(body);
    const [response] = await once(outgoing, 'response');
    const chunks = [];
    for await (const chunk of response) chunks.push(chunk);
    const content = Buffer.concat(chunks);
    if (response.statusCode < 300) return content;
    throw new BenchError(`${method} ${path}: ${response.statusCode} ${content}`);
  }
  const json = async (path, init) => JSON.parse(await request(path, init));
  const post = (path, { contentType, body }, headers) =>
    json(path, {
      method: 'POST',
      headers: { 'Content-Type': contentType, 'Content-Length': body.length, ...headers },
      body,
    });
  return {
    /** The bytes of any answer but a refusal, which is thrown. */
    request,
    /** The same, of an answer in JSON. */
    json,
    /** Sends a body that was encoded before, for an answer in JSON. */
    post,
    /** Submits a search that was encoded before. */
    submit: (search) => post('/v1/jobs', search),
    job: (id) => json(`/jobs/${id}`),
    /** Waits for the end of a job, held by the server. */
    async completed(id) {
      for (;;) {
        const job = await json(`/jobs/${id}?wait=60`);
        if (job.state === 'completed') return job;
        if (job.status === 'failed') throw new BenchError(`The job ended as ${job.state}: ${job.error}`);
      }
    },
    /** The whole report of a submission, as it is. */
    report: ({ job_id: id }) => request(`/v1/jobs/${id}/results?content=report`),
    /** The same into a file, by curl: in Node a client takes twice as long to receive 50 MB as the server to send them. */
    async download({ job_id: id }, file) {
      const { runCommand } = await built('deploy/embedded/run-command.js');
      const url = `${baseUrl}/v1/jobs/${id}/results?content=report`;
      const args = ['--silent', '--show-error', '--fail', '--output', file, url];
      const { exitCode, stderr } = await runCommand('curl', args, { signal });
      if (exitCode === 127)
        throw new BenchError('The benchmark fetches its reports with curl, which is not here.');
      if (exitCode !== 0) throw new BenchError(`${url}: ${stderr.trim()}`);
    },
    /** Searches submitted to this API process so far, by how they found their job. */
    async dispositions() {
      const text = String(await request('/metrics'));
      const rows = text.matchAll(/^durablast_submissions_total\{([^}]*)\} (\d+)/gm);
      return Object.fromEntries([...rows].map(([, labels, n]) => [dispositionIn(labels), Number(n)]));
    },
  };
}

/** A search as a form with a file, as a program would send it. */
export function encodeSearch({ program, db, options, fasta }) {
  return encodeForm({ program, db, options }, fasta);
}

/** A form whose last part is a FASTA file called `query`. */
export async function encodeForm(fields, fasta) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('query', new Blob([fasta]), 'query.fasta');
  const encoded = new Response(form);
  const contentType = encoded.headers.get('Content-Type');
  return { contentType, body: Buffer.from(await encoded.arrayBuffer()) };
}

export function encodeJson(value) {
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify(value)) };
}

function dispositionIn(labels) {
  return /disposition="(\w+)"/.exec(labels)?.[1] ?? labels;
}
