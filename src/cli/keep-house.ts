import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { exitCodes } from './cli-error.ts';
import { counted } from './counted.ts';
import type { Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

/** Deletes what no job has wanted for two sweeps. @returns the exit code */
export async function sweep(client: ApiClient, terminal: Terminal, dryRun: boolean): Promise<number> {
  const path = `/admin/sweep?dry_run=${String(dryRun)}`;
  const { deleted, deleted_bytes, condemned } = await client.json(path, SweepSchema, post);
  const row = (name: string, key: keyof z.output<typeof CountsSchema>): string[] => [
    name,
    String(deleted[key]),
    String(condemned[key]),
  ];
  terminal.print(
    textTable(
      [
        { heading: 'objects' },
        { heading: dryRun ? 'would be deleted' : 'deleted', isNumber: true },
        { heading: 'next time', isNumber: true },
      ],
      [row('chunks', 'chunk_objects'), row('queries', 'queries'), row('files of runs', 'run_files')],
    ),
  );
  terminal.say(`${counted(deleted_bytes, 'byte')} ${dryRun ? 'would be freed' : 'freed'}.`);
  return exitCodes.ok;
}

/** Compares rows, results and workflows, and makes the rows true. @returns the exit code */
export async function reconcile(client: ApiClient, terminal: Terminal, dryRun: boolean): Promise<number> {
  const path = `/admin/reconcile?dry_run=${String(dryRun)}`;
  const { findings } = await client.json(path, FindingsSchema, post);
  if (findings.length > 0) {
    const rows = findings.map((one) => [one.job_id, one.discrepancy.replaceAll('-', ' '), one.state ?? '']);
    terminal.print(textTable([{ heading: 'job' }, { heading: 'found' }, { heading: 'now' }], rows));
  }
  terminal.say(`${counted(findings.length, 'row')} ${dryRun ? 'to be made true' : 'made true'}.`);
  return exitCodes.ok;
}

const post = { method: 'POST' } as const;
const CountsSchema = z.object({ chunk_objects: z.int(), queries: z.int(), run_files: z.int() });
const SweepSchema = z.object({ deleted: CountsSchema, deleted_bytes: z.int(), condemned: CountsSchema });
const FindingsSchema = z.object({
  findings: z.array(z.object({ job_id: z.string(), discrepancy: z.string(), state: z.string().nullable() })),
});
