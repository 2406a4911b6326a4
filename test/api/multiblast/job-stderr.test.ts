import { PlatformError } from '../../../src/errors/index.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import { toolNote } from '../../../src/job/provenance.ts';
import { completeSearch } from '../../support/api/complete-search.ts';
import { completeJob, failJob, jobRow } from '../../support/api/move-job.ts';
import { setUpQueries } from '../query-service/query-world.ts';
import { setUpReports } from '../report-service/report-world.ts';

type World = ReturnType<typeof setUpQueries>;

async function asked(move: (world: World, id: string) => Promise<void>, parameters = '') {
  const world = setUpQueries();
  const id = await world.create();
  await move(world, id);
  return await world.app.request(`/query/jobs/${id}/stderr${parameters}`);
}

const complete =
  (...said: readonly string[]) =>
  (world: World, id: string): Promise<void> =>
    completeSearch(
      world,
      id,
      said.map((stderr, index) => ({ archive: String(index), stderr })),
    );
const failure = { code: 'TOOL_REJECTED_INPUT', message: 'BLAST engine error: bad.' } as const;

it.each<[string, (world: World, id: string) => Promise<void>, string]>([
  ['complete and was quiet, is empty', complete('', ''), ''],
  ['complete, is what was said, alike once', complete('a\n', 'b\n', 'a\n'), 'a\nb\n'],
  ['failed, is why', (world, id) => failJob(world, id, failure), 'BLAST engine error: bad.\n'],
])('standard error of a job that is %s', async (_what, move, text) => {
  const response = await asked(move);
  expect([response.status, await response.text()]).toEqual([200, text]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': 'inline; filename="stderr.txt"',
    'cache-control': 'no-store',
  });
});

it('it can be saved as a file', async () => {
  const response = await asked(complete('a\n'), '?download=true');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="stderr.txt"');
});

it('of a report it is what was said while it was made; of one that is not complete there is none', async () => {
  const world = await setUpReports();
  const id = await world.createReport();
  const ask = async () => await world.app.request(`/report/jobs/${id}/stderr`);
  expect((await ask()).status).toBe(403);
  const { runId } = await jobRow(world, id);
  const run = { tool: 'blast_formatter', version: '2.12.0', argv: [], environment: {}, wallMs: 1 };
  await world.objects.put(objectKeys.stepRun(id, runId, 0), JSON.stringify(toolNote(run, 'Warning: odd\n')));
  await completeJob(world, id);
  const response = await ask();
  expect([response.status, await response.text()]).toEqual([200, 'Warning: odd\n']);
  expect((await world.app.request(`/query/jobs/${id}/stderr`)).status).toBe(404);
});

it('a store that does not answer is told as such, not as a text that breaks off', async () => {
  const world = setUpQueries();
  const id = await world.create();
  await complete('a\n')(world, id);
  const { app } = setUpQueries({
    documents: world.deps.documents,
    objects: {
      ...world.deps.objects,
      get: (key, range) =>
        key.endsWith('manifest.json')
          ? Promise.reject(new PlatformError('STORE_UNAVAILABLE', 'The store does not answer.'))
          : world.deps.objects.get(key, range),
    },
  });
  const response = await app.request(`/query/jobs/${id}/stderr`);
  expect([response.status, await response.json()]).toMatchObject([503, { status: 'server-error' }]);
});
