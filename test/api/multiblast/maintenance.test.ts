import { postJson } from '../../support/api/requests.ts';
import { blastConfig, jobConfig, setUpQueries, two } from '../query-service/query-world.ts';
import { setUpReports } from '../report-service/report-world.ts';
import { completeJob, failJob } from '../../support/api/move-job.ts';

const failure = { code: 'TOOL_REJECTED_INPUT', message: 'BLAST did not like it.' } as const;

async function setUp() {
  const world = await setUpReports();
  const reportId = await world.createReport();
  await completeJob(world, reportId, [{ name: 'report.txt', text: 'x' }]);
  const failedQuery = await world.create({ jobConfig: { ...jobConfig, query: two }, blastConfig });
  await failJob(world, failedQuery, failure);
  const failedReport = await world.createReport({ blastConfig: { formatType: 'xml' } });
  await failJob(world, failedReport, failure);
  const purge = async (path: string): Promise<number> =>
    (await world.app.request(path, { method: 'DELETE' })).status;
  const status = async (path: string) => ((await world.get(path)).body as { status: string }).status;
  return { ...world, reportId, failedQuery, failedReport, purge, status };
}

it('the cache of one service is emptied of results and failures; the other one keeps its own', async () => {
  const { purge, status, queryId, failedQuery, reportId, failedReport } = await setUp();
  expect(await purge('/query/maintenance/cache')).toBe(204);
  for (const id of [queryId, failedQuery]) expect(await status(`/query/jobs/${id}`)).toBe('expired');
  expect(await status(`/report/jobs/${reportId}`)).toBe('complete');
  expect(await purge('/report/maintenance/cache')).toBe(204);
  for (const id of [reportId, failedReport]) expect(await status(`/report/jobs/${id}`)).toBe('expired');
  expect(await purge('/query/maintenance/cache')).toBe(204);
});

it('what was purged is computed again for whoever asks the same, at once', async () => {
  const { app, purge, create, clock, launcher, failedQuery } = await setUp();
  expect(await purge(`/query/maintenance/cache/${failedQuery}`)).toBe(204);
  clock.advance(1_000);
  const before = launcher.started.length;
  expect((await app.request(`/query/jobs/${failedQuery}`, { method: 'POST' })).status).toBe(204);
  expect(await create({ jobConfig: { ...jobConfig, query: two }, blastConfig })).toBe(failedQuery);
  expect(launcher.started.length).toBe(before + 1);
});

it('a job that is none of the service, or none at all, is not found; one under way is left alone', async () => {
  const { purge, queryId, reportId, createReport } = await setUp();
  for (const id of [reportId, 'f'.repeat(32), 'nonsense'])
    expect(await purge(`/query/maintenance/cache/${id}`)).toBe(404);
  expect(await purge(`/report/maintenance/cache/${queryId}`)).toBe(404);
  const running = await createReport({ blastConfig: { formatType: 'csv' } });
  expect(await purge(`/report/maintenance/cache/${running}`)).toBe(409);
});

it('failed jobs are listed with how they were asked for', async () => {
  const { get, queryId, failedQuery, failedReport } = await setUp();
  const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string;
  const { query: _, ...config } = jobConfig;
  expect((await get('/query/maintenance/broken-jobs')).body).toEqual([
    {
      queryJobID: failedQuery,
      rawConfig: { jobConfig: config, blastConfig: { tool: 'blastp', eValue: '0.00001' } },
      createdOn: date,
      failedOn: date,
    },
  ]);
  expect((await get('/report/maintenance/broken-jobs')).body).toEqual([
    {
      reportJobID: failedReport,
      rawConfig: { queryJobID: queryId, blastConfig: { formatType: 'xml' } },
      createdOn: date,
      failedOn: date,
    },
  ]);
});

describe('where users are told apart', () => {
  const secured = { auth: { secret: 's'.repeat(32), allowGuestNumbers: true }, apiToken: 't'.repeat(32) };

  it('only the Admin-Token opens maintenance, and lets an administrator look at any job without keeping it', async () => {
    const { app } = setUpQueries(secured);
    const as = async (headers: Record<string, string>, path = '/query/maintenance/broken-jobs') =>
      await app.request(path, { headers });
    for (const headers of [{}, { 'Auth-Key': '42' }, { 'Admin-Token': 'wrong' }] as Record<string, string>[])
      expect((await as(headers)).status).toBe(401);
    const admin = { 'Admin-Token': secured.apiToken };
    expect((await as(admin)).status).toBe(200);
    const created = await postJson(app, '/query/jobs', { jobConfig, blastConfig }, { 'Auth-Key': '42' });
    const { queryJobID } = (await created.json()) as { queryJobID: string };
    expect((await as(admin, `/query/jobs/${queryJobID}`)).status).toBe(200);
    expect(await (await as(admin, '/query/jobs')).json()).toEqual([]);
  });
});
