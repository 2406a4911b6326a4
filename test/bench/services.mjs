import { setTimeout as sleep } from 'node:timers/promises';
import { encodeJson } from './api.mjs';
import { BenchError } from './bench-error.mjs';

/** From an answer to the next question. A client of Multi-Blast waits for 3 s. */
const pollMs = 250;

/** What the benchmarks say to the query and report services, over `api` and with the headers of whoever asks. */
export function createServices(api, headers = {}) {
  const get = (path) => api.json(path, { headers });
  const post = (path, value) => api.post(path, encodeJson(value), headers);
  async function untilComplete(path) {
    for (;;) {
      const details = await get(path);
      if (isComplete(details.status)) return details;
      await sleep(pollMs);
    }
  }
  return {
    /** @param form - encoded before. @returns the id */
    submit: async (form) => (await api.post('/query/jobs', form, headers)).queryJobID,
    /** The ids of the jobs of its sequences. */
    subJobs: async (id) => (await get(`/query/jobs/${id}`)).subJobs,
    /** Held by the server: what a client that asks now and then adds is its own. */
    completed: (id) => api.completed(id),
    /** By bulk status of all that are not complete yet. */
    async allCompleted(ids) {
      for (let open = ids; ;) {
        const statuses = await post('/query/statuses', open);
        open = open.filter((id) => !isComplete(statuses[id]));
        if (open.length === 0) return;
        await sleep(pollMs);
      }
    },
    archive: (id) => api.request(`/query/jobs/${id}/result`, { headers }),
    /** The rows of a new report (outfmt 6). */
    async table(queryJobID) {
      const blastConfig = { formatType: 'tabular' };
      const { reportJobID } = await post('/report/jobs', { queryJobID, blastConfig });
      await untilComplete(`/report/jobs/${reportJobID}`);
      return api.request(`/report/jobs/${reportJobID}/files/report.tsv`, { headers });
    },
  };
}

function isComplete(status) {
  if (status === 'complete') return true;
  if (status === 'queued' || status === 'in-progress') return false;
  throw new BenchError(`A job is ${status ?? 'unknown'}.`);
}
