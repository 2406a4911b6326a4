import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { CliError, exitCodes } from './cli-error.ts';
import { joinOptions } from './join-options.ts';
import { openFasta } from './open-fasta.ts';
import { saveReport } from './save-report.ts';
import type { Terminal } from './terminal.ts';
import { watchJob } from './watch-job.ts';

export interface SearchOptions {
  readonly program: string;
  readonly db: string;
  readonly query: string;
  readonly task?: string;
  readonly outfmt: string;
  readonly out?: string;
  readonly title?: string;
  readonly detach?: boolean;
}

/** Submits a search, follows it and writes its report. @returns the exit code */
export async function search(
  client: ApiClient,
  terminal: Terminal,
  options: SearchOptions,
  blastOptions: readonly string[],
): Promise<number> {
  const accepted = await submit(client, options, blastOptions);
  const id = { kind: 'submission' as const, id: accepted.job_id };
  const page = accepted.job?.url ?? `/v1/jobs/${id.id}/status`;
  terminal.say(`Job ${id.id}  ${client.url(page)}`);
  if (accepted.message !== undefined) terminal.say(accepted.message);
  if (options.detach === true) {
    terminal.print(id.id);
    return exitCodes.ok;
  }
  const watched = await watchJob(client, terminal, id);
  if ('exitCode' in watched) return watched.exitCode;
  const { state, error } = watched.view;
  if (state !== 'completed') {
    terminal.say(error ?? `The job is ${state}.`);
    return exitCodes.jobFailed;
  }
  await saveReport(client, terminal, id.id, options.out);
  if (options.out !== undefined) terminal.say(`The report is in ${options.out}`);
  return exitCodes.ok;
}

async function submit(client: ApiClient, options: SearchOptions, blastOptions: readonly string[]) {
  const misplaced = blastOptions.find((option) => /^--?(outfmt|task|db|query|out)$/.test(option));
  if (misplaced !== undefined) {
    const name = misplaced.replace(/^-+/, '');
    throw new CliError(`Give --${name} before the "--", not among the BLAST options.`, exitCodes.refused);
  }
  const query = await openFasta(options.query);
  const task = options.task === undefined ? [] : ['-task', options.task];
  const request = {
    program: options.program,
    db: options.db,
    options: joinOptions([...task, '-outfmt', options.outfmt, ...blastOptions]),
    ...(options.title === undefined ? {} : { title: options.title }),
  };
  return client.json('/v1/jobs', AcceptedSchema, {
    method: 'POST',
    upload: { request, file: { field: 'query', fileName: query.fileName, content: query.content } },
  });
}

const AcceptedSchema = z.object({
  job_id: z.string(),
  message: z.string().optional(),
  job: z.object({ id: z.string(), url: z.string() }).optional(),
});
