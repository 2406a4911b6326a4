import { runCli } from '../../../src/cli/run-cli.ts';
import { loadClientConfig } from '../../../src/config/index.ts';
import { fakeServer, type Answer, type FakeServer } from './fake-server.ts';
import { recordingTerminal } from './recording-terminal.ts';

const jobId = '0f343b0931126a20f133d67c2b018a3b';
const counts = (chunk_objects: number) => ({ chunk_objects, queries: 1, run_files: 0 });
const answers: Readonly<Record<string, unknown>> = {
  [`/admin/jobs/${jobId}/expire`]: { state: 'expired' },
  [`/admin/jobs/${jobId}/restart`]: { state: 'queued' },
  '/admin/expire': { expired: 1, job_ids: [jobId] },
  '/admin/sweep': { deleted: counts(4), deleted_bytes: 1234, condemned: counts(20) },
  '/admin/reconcile': {
    findings: [{ job_id: jobId, discrepancy: 'workflow-without-row', state: 'failed' }],
  },
};

let server: FakeServer;
beforeAll(async () => {
  server = await fakeServer(({ url }): Answer | undefined => {
    const json = answers[new URL(url, 'http://x').pathname];
    return json === undefined ? undefined : { json };
  });
});
afterAll(() => server.close());

async function cli(...args: string[]) {
  server.seen.length = 0;
  const terminal = recordingTerminal();
  const loadConfig = () => loadClientConfig({ DURABLAST_URL: server.url, DURABLAST_API_TOKEN: 'secret' });
  const exitCode = await runCli(args, { loadConfig, terminal, up: async () => 0 });
  return { exitCode, out: terminal.printed(), err: terminal.said(), calls: server.calls() };
}

it.each<[string[], string, string, string]>([
  [['admin', 'expire', jobId], `/admin/jobs/${jobId}/expire`, '', `Job ${jobId} has expired.`],
  [['admin', 'expire'], '/admin/expire?dry_run=false', jobId, '1 job expired.'],
  [
    ['admin', 'expire', '--unused-for', '7', '--dry-run'],
    '/admin/expire?dry_run=true&unused_for_days=7',
    jobId,
    '1 job would expire.',
  ],
  [['admin', 'restart', jobId], `/admin/jobs/${jobId}/restart`, '', `Job ${jobId} is queued.`],
  [
    ['admin', 'sweep'],
    '/admin/sweep?dry_run=false',
    'chunks               4         20',
    '1234 bytes freed.',
  ],
  [
    ['admin', 'sweep', '--dry-run'],
    '/admin/sweep?dry_run=true',
    'would be deleted',
    '1234 bytes would be freed.',
  ],
  [
    ['admin', 'reconcile'],
    '/admin/reconcile?dry_run=false',
    `${jobId}  workflow without row  failed`,
    '1 row made true.',
  ],
  [['admin', 'reconcile', '--dry-run'], '/admin/reconcile?dry_run=true', jobId, '1 row to be made true.'],
  [['rebuild'], '/admin/reconcile?dry_run=false', jobId, '1 row made true.'],
])('%j asks for %s and says what was done', async (args, path, out, err) => {
  const result = await cli(...args);
  expect(result).toMatchObject({ exitCode: 0, calls: [`POST ${path}`] });
  expect(result.out).toContain(out);
  expect(result.err).toContain(err);
  expect(server.seen[0]?.headers.authorization).toBe('Bearer secret');
});

it.each<[string[], string]>([
  [['admin', 'expire', jobId, '--dry-run'], 'not both'],
  [['admin', 'expire', '3fa9c1d27b04'], 'is a submission'],
  [['admin', 'expire', '--unused-for', 'long'], 'number of days'],
  [['admin', 'restart', 'nonsense'], 'is no job id'],
  [['admin', 'restart'], 'missing required argument'],
])('%j is refused before anything is asked', async (args, err) => {
  const result = await cli(...args);
  expect(result).toMatchObject({ exitCode: 2, calls: [] });
  expect(result.err).toContain(err);
});

it('passes on what the server refuses', async () => {
  const result = await cli('admin', 'restart', 'f'.repeat(32));
  expect(result).toMatchObject({ exitCode: 2 });
  expect(result.err).toContain('There is no such thing. [NOT_FOUND]');
});
