import type { ApiClient } from './api-client.ts';
import { exitCodes } from './cli-error.ts';
import { isOver, parseJobId, readJob, type JobView } from './job-view.ts';
import type { Terminal } from './terminal.ts';
import { watchJob } from './watch-job.ts';

/** Shows one job, and with `watch` its progress until it is over. @returns the exit code */
export async function showJob(
  client: ApiClient,
  terminal: Terminal,
  idText: string,
  watch: boolean,
): Promise<number> {
  const id = parseJobId(idText);
  let view = await readJob(client, id);
  if (watch && !isOver(view)) {
    const watched = await watchJob(client, terminal, id);
    if ('exitCode' in watched) return watched.exitCode;
    view = watched.view;
  }
  terminal.print(describe(client, id.id, view));
  const hasFailed = isOver(view) && view.state !== 'completed';
  return hasFailed ? exitCodes.jobFailed : exitCodes.ok;
}

function describe(client: ApiClient, id: string, view: JobView): string {
  const lines: [string, string | undefined][] = [
    ['job', id],
    ['kind', view.kind],
    ['state', view.state],
    ['phase', view.phase === view.state ? undefined : view.phase],
    ['done', view.percent === undefined || isOver(view) ? undefined : `${view.percent} %`],
    ['error', view.error],
    ['page', view.page === undefined ? undefined : client.url(view.page)],
  ];
  return lines
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(6)} ${value}`]))
    .join('\n');
}
