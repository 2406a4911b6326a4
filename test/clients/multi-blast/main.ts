import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { textTable } from '../../../src/cli/text-table.ts';
import { drive, partNames, type DriveOptions } from './drive.ts';
import { webClientPollMs } from './follow.ts';
import type { Step } from './steps.ts';

const usage = `node test/clients/multi-blast/main.mjs URL [--without PART]... [--poll-ms N] [--fasta FILE]
    [--user-token TOKEN] [--admin-token TOKEN]
The parts are: ${partNames.join(', ')}.`;

const options = {
  without: { type: 'string', multiple: true },
  'poll-ms': { type: 'string', default: String(webClientPollMs) },
  fasta: { type: 'string' },
  'user-token': { type: 'string', default: process.env['MULTI_BLAST_USER_TOKEN'] ?? '' },
  'admin-token': { type: 'string', default: process.env['MULTI_BLAST_ADMIN_TOKEN'] ?? '' },
} as const;

/** @returns the exit code: 0 when no step failed, 1 when one did, 2 for arguments that say nothing */
export async function main(args: readonly string[]): Promise<number> {
  const asked = read(args);
  if (typeof asked === 'string') {
    console.error(`${asked}\n\n${usage}`);
    return 2;
  }
  const steps = await drive(asked);
  console.log(tableOf(steps));
  const count = (outcome: Step['outcome']): string =>
    String(steps.filter((step) => step.outcome === outcome).length);
  console.log(`\n${count('passed')} steps passed, ${count('failed')} failed, ${count('skipped')} skipped`);
  return count('failed') === '0' ? 0 : 1;
}

/** @returns what was asked for, or a sentence about what is wrong */
function read(args: readonly string[]): DriveOptions | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [baseUrl] = positionals;
    if (baseUrl === undefined || !URL.canParse(baseUrl)) return 'Give the address of the server.';
    const without = partNames.filter((part) => values.without?.includes(part));
    if (without.length !== (values.without?.length ?? 0)) return 'There is no such part.';
    const [userToken, adminToken] = [values['user-token'], values['admin-token']];
    return {
      baseUrl,
      without,
      fasta: values.fasta === undefined ? threeProteins() : readFileSync(values.fasta, 'utf8'),
      pollMs: Number(values['poll-ms']),
      expire: (jobId) => expire(baseUrl, jobId, adminToken),
      ...(userToken !== '' && { userToken }),
      ...(adminToken !== '' && { adminToken }),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function threeProteins(): string {
  const file = new URL('../../fixtures/proteins/query.fasta', import.meta.url);
  return readFileSync(file, 'utf8')
    .split(/^(?=>)/m)
    .slice(0, 3)
    .join('');
}

/** Durablast's own operation, for its administrator. */
async function expire(baseUrl: string, jobId: string, adminToken: string): Promise<boolean> {
  const headers = new Headers(adminToken === '' ? [] : [['Authorization', `Bearer ${adminToken}`]]);
  return (await fetch(new URL(`/admin/jobs/${jobId}/expire`, baseUrl), { method: 'POST', headers })).ok;
}

function tableOf(steps: readonly Step[]): string {
  const rows = steps.map(({ part, name, outcome, durationMs, reason }) => [
    part,
    outcome === 'passed' ? outcome : outcome.toUpperCase(),
    String(durationMs),
    reason === undefined ? name : `${name} (${reason})`,
  ]);
  return textTable(
    [{ heading: 'PART' }, { heading: 'OUTCOME' }, { heading: 'MS', isNumber: true }, { heading: 'STEP' }],
    rows,
  );
}
