import { BenchError } from './bench-error.mjs';

/** What the benchmarks say to the HTTP API; requests that follow each other share one connection. */
export function createApi(baseUrl, signal) {
  async function request(path, init = {}) {
    const response = await fetch(baseUrl + path, { ...init, signal });
    if (response.ok) return response;
    throw new BenchError(`${init.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`);
  }
  const json = async (path, init) => (await request(path, init)).json();
  return {
    /** Submits a search as a form with a file, as a program would send it. */
    submit: ({ program, db, options, fasta }) => {
      const form = new FormData();
      form.set('program', program);
      form.set('db', db);
      form.set('options', options);
      form.set('query', new Blob([fasta]), 'query.fasta');
      return json('/v1/jobs', { method: 'POST', body: form });
    },
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
    async report({ job_id: id }) {
      const response = await request(`/v1/jobs/${id}/results?content=report`);
      return Buffer.from(await response.arrayBuffer());
    },
    /** Searches submitted to this API process so far, by how they found their job. */
    async dispositions() {
      const text = await (await request('/metrics')).text();
      const rows = text.matchAll(/^durablast_submissions_total\{([^}]*)\} (\d+)/gm);
      return Object.fromEntries([...rows].map(([, labels, n]) => [dispositionIn(labels), Number(n)]));
    },
  };
}

function dispositionIn(labels) {
  return /disposition="(\w+)"/.exec(labels)?.[1] ?? labels;
}
