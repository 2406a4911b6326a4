import { parse } from 'node:path';
import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { CliError, exitCodes } from './cli-error.ts';
import { guessMoleculeType, type MoleculeType } from './guess-molecule-type.ts';
import { openFasta, type OpenFasta } from './open-fasta.ts';
import type { Terminal } from './terminal.ts';
import { watchJob } from './watch-job.ts';

export interface AddDatabaseOptions {
  readonly name?: string;
  readonly title?: string;
  readonly type?: MoleculeType;
}

/** Builds a database from sequences; it can be searched when the command ends. @returns the exit code */
export async function addDatabase(
  client: ApiClient,
  terminal: Terminal,
  file: string,
  options: AddDatabaseOptions,
): Promise<number> {
  const fasta = await openFasta(file);
  const name = options.name ?? nameFrom(fasta);
  const type = options.type ?? typeFrom(fasta, terminal);
  const { job_id } = await client.json('/v1/databases', AcceptedSchema, {
    method: 'POST',
    upload: {
      request: { name, type, ...(options.title === undefined ? {} : { title: options.title }) },
      file: { field: 'fasta', fileName: fasta.fileName, content: fasta.content },
    },
  });
  const watched = await watchJob(client, terminal, { kind: 'job', id: job_id });
  if ('exitCode' in watched) return watched.exitCode;
  if (watched.view.state !== 'completed') {
    terminal.say(watched.view.error ?? `The database was not built: its job is ${watched.view.state}.`);
    return exitCodes.jobFailed;
  }
  terminal.say(
    `The database ${name} is ready:  durablast search --db ${name} --program PROGRAM --query FILE`,
  );
  return exitCodes.ok;
}

const AcceptedSchema = z.object({ job_id: z.string() });

function nameFrom(fasta: OpenFasta): string {
  const stem = parse(fasta.fileName.replace(/\.gz$/, '')).name.replace(/[^A-Za-z0-9._-]+/g, '_');
  if (fasta.sample.length > 0 && /^[A-Za-z0-9]/.test(stem)) return stem.slice(0, 64);
  throw new CliError('Give the database a name with --name.', exitCodes.refused);
}

function typeFrom(fasta: OpenFasta, terminal: Terminal): MoleculeType {
  const type = guessMoleculeType(fasta.sample);
  if (type === undefined) {
    throw new CliError('Say what the sequences are: --type protein or --type nucleotide.', exitCodes.refused);
  }
  terminal.say(`These look like ${type} sequences (--type says otherwise).`);
  return type;
}
