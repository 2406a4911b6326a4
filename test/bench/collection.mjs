import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { encodeForm } from './api.mjs';
import { BenchError } from './bench-error.mjs';
import { fillCollection } from './fill-collection.mjs';
import { askFor, openConnection } from './kept-connection.mjs';
import { processUse, showTimes, timed } from './measure.mjs';
import { createServices } from './services.mjs';
import { buildSite, site } from './site.mjs';
import { withStack } from './stack.mjs';

export const description = 'GET /query/jobs of a user with 1,000 jobs, 200 times';

const limitMs = 15;
const size = 1_000;
/** Uncounted: the code that V8 has not compiled yet. */
const warmUps = 100;
const proteins = fileURLToPath(new URL('../fixtures/proteins/database.fasta', import.meta.url));

export async function run(context) {
  const settings = {
    DURABLAST_SITES_DIR: await buildSite(context, proteins),
    DURABLAST_AUTH_SECRET: 'of-a-benchmark-and-of-nothing-else',
  };
  const use = async ({ api, url, config, pids }) => {
    const { token } = await api.json('/query/guests', { method: 'POST' });
    const headers = { 'Auth-Key': token };
    const ids = await fillCollection(config, await realJob(createServices(api, headers)), size);
    const connection = await openConnection(Number(new URL(url).port));
    const timesOf = (path) =>
      timesOfList({ ...context, pid: pids.api, list: () => askFor(connection, 'GET', path, headers) }, ids);
    const [all, ofSite] = [await timesOf('/query/jobs'), await timesOf(`/query/jobs?site=${site.name}`)];
    connection.close();
    const p50 = showTimes({ '?site=': ofSite, 'all sites': all });
    console.log(`\np50 ${p50.toFixed(1)} ms (limit ${limitMs} ms)`);
    return p50 <= limitMs;
  };
  return withStack(context, '', use, settings);
}

/** A search that has run, with notes as people write them. */
async function realJob(services) {
  const fasta = (await readFile(proteins, 'latin1')).split(/^(?=>)/m)[0];
  const userMeta = {
    summary: 'Proteins of the new assembly',
    description: 'Which of them are known, for the table of the paper',
  };
  const config = JSON.stringify({ jobConfig: site.jobConfig, blastConfig: { tool: 'blastp' }, userMeta });
  const id = await services.submit(await encodeForm({ config }, fasta));
  await services.completed(id);
  return id;
}

/** Every answer must have the same bytes as the first, which must list exactly these jobs, finished, in this order. */
async function timesOfList({ quick, pid, list }, ids) {
  const first = Buffer.from(await list());
  const entries = JSON.parse(first);
  const isGood = ({ queryJobID, status }, index) => queryJobID === ids[index] && status === 'complete';
  if (entries.length !== ids.length || !entries.every(isGood))
    throw new BenchError(
      `The list has ${entries.length} entries, and not the ${ids.length} jobs, newest first.`,
    );
  for (let round = 0; round < warmUps; round += 1) await list();
  const cpuBefore = processUse(pid).cpuSeconds;
  const times = [];
  while (times.length < (quick ? 20 : 200)) {
    const { result, ms } = await timed(list);
    if (!result.equals(first)) throw new BenchError('Not all answers were the same.');
    times.push(ms);
  }
  const cpuMs = (1000 * (processUse(pid).cpuSeconds - cpuBefore)) / times.length;
  const what = `${entries.length.toLocaleString('en')} entries, ${first.length.toLocaleString('en')} bytes`;
  console.log(`${what}, ${cpuMs.toFixed(1)} ms of the API's CPU for each answer`);
  return times;
}
