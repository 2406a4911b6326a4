import { pino } from 'pino';
import { Runtime } from '@temporalio/worker';
import type { JobFigures } from '../../activities/job-figures.ts';
import { createWorkerFigures, figureBuckets } from '../../activities/worker-figures.ts';
import { installRuntime } from '../../activities/worker-runtime.ts';
import { queueLabels } from '../../src/job/queue-label.ts';
import { freePorts } from '../support/servers/free-ports.ts';

let address: string;
let figures: JobFigures;
beforeAll(async () => {
  const [port] = await freePorts(1);
  address = `127.0.0.1:${String(port)}`;
  installRuntime(pino({ level: 'silent' }), address);
  figures = createWorkerFigures(Runtime.instance().metricMeter);
});
afterAll(() => Runtime.instance().shutdown());

const lines = async (): Promise<string[]> =>
  (await (await fetch(`http://${address}/metrics`)).text()).split('\n');

it("a worker's figures have Multi-Blast's names and labels, where Temporal's are", async () => {
  expect(await lines()).toEqual(
    expect.arrayContaining(
      queueLabels.flatMap((queue) => [
        `job_successes{queue="${queue}"} 0`,
        `job_failures{queue="${queue}"} 0`,
      ]),
    ),
  );
  figures.succeeded('primary');
  figures.succeeded('primary');
  figures.failed('report');
  figures.waited('secondary', 0.25);
  figures.commandRan({ tool: 'blastp', wallMs: 700.5 });
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'job_successes{queue="primary"} 2',
      'job_successes{queue="report"} 0',
      'job_failures{queue="report"} 1',
      'queue_time_sum{queue="secondary"} 0.25',
      'queue_time_bucket{queue="secondary",le="0.1"} 0',
      'queue_time_bucket{queue="secondary",le="0.5"} 1',
      'blast_command_time_millis_sum{blast_tool="blastp"} 700.5',
      'blast_command_time_millis_bucket{blast_tool="blastp",le="500"} 0',
      'blast_command_time_millis_bucket{blast_tool="blastp",le="1000"} 1',
    ]),
  );
});

it.each([
  ['queue_time', 'queue="report"', 0.1, 18_000],
  ['blast_command_time_millis', 'blast_tool="blastx"', 50, 600_000],
])('the buckets of %s go from end to end of Multi-Blast, in its unit', async (name, label, first, last) => {
  figures.waited('report', 1);
  figures.commandRan({ tool: 'blastx', wallMs: 1 });
  const bounds = (await lines()).flatMap((line) => {
    const found = line.startsWith(`${name}_bucket{${label}`) && /le="([\d.]+)"/.exec(line);
    return found ? [Number(found[1])] : [];
  });
  expect(bounds).toEqual(figureBuckets[name]);
  expect([bounds[0], bounds.at(-1)]).toEqual([first, last]);
});
