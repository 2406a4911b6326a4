import { expireJob } from '../../../src/usecases/expire-job.ts';
import { reportFormats } from '../../../src/report/index.ts';
import { completeJob } from '../../support/api/move-job.ts';
import { postJson } from '../../support/api/requests.ts';
import { setUpQueries } from '../query-service/query-world.ts';
import { setUpReports } from './report-world.ts';

describe('creating a report', () => {
  it('gives its id, and the same one for the same report', async () => {
    const { createReport, launcher } = await setUpReports();
    const id = await createReport();
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await createReport({ blastConfig: { formatType: 'pairwise', lineLength: 60 } })).toBe(id);
    expect(await createReport({ blastConfig: { formatType: 'xml' } })).not.toBe(id);
    expect(launcher.started.map(({ kind, priority }) => [kind, priority])).toEqual([
      ['search', 2],
      ['report', 2],
      ['report', 2],
    ]);
  });

  // For what these two need, see below and the stack tier.
  const anywhere = reportFormats.filter(({ name }) => name !== 'sam' && name !== 'organism-report');

  it.each(anywhere.map(({ name }) => name))(
    'takes the format %s, and says in its details how it was asked for',
    async (formatType) => {
      const { createReport, get } = await setUpReports();
      const id = await createReport({ blastConfig: { formatType } });
      const { body } = await get(`/report/jobs/${id}`);
      expect(body).toMatchObject({
        reportJobID: id,
        blastConfig: formatType === 'pairwise' ? {} : { formatType },
      });
    },
  );

  it('its details ask for the same report again', async () => {
    const { createReport, get } = await setUpReports();
    const blastConfig = {
      formatType: 'tabular-with-comments',
      formatFields: ['std', 'qcovs'],
      maxTargetSequences: 7,
      parseDefLines: true,
    };
    const id = await createReport({ blastConfig });
    const details = (await get(`/report/jobs/${id}`)).body as { blastConfig: object };
    expect(details.blastConfig).toEqual(blastConfig);
    expect(await createReport({ blastConfig: details.blastConfig })).toBe(id);
  });

  it('puts it into the collection with notes, unless that is not wanted', async () => {
    const { createReport, get, queryId } = await setUpReports();
    await createReport({ addToUserCollection: false });
    expect((await get('/report/jobs')).body).toEqual([]);
    const id = await createReport({ userMeta: { summary: 'Mine' } });
    const entry = { reportJobID: id, queryJobID: queryId, status: 'queued', userMeta: { summary: 'Mine' } };
    expect((await get('/report/jobs')).body).toEqual([entry]);
    expect((await get(`/report/jobs?query_job_id=${queryId}`)).body).toEqual([entry]);
    for (const other of ['f'.repeat(32), 'nonsense', ''])
      expect((await get(`/report/jobs?query_job_id=${other}`)).body).toEqual([]);
  });

  it('says everything that is wrong at once, by field, and starts nothing', async () => {
    const { post, launcher, queryId } = await setUpReports();
    const { status, body } = await post('/report/jobs', {
      queryJobID: queryId,
      blastConfig: { formatType: 'sam', lineLength: 0, numDescriptions: 1, maxTargetSequences: 1, more: 1 },
      addToUserCollection: 'yes',
      userMeta: { summary: 5 },
      extra: 1,
    });
    expect([status, body['status']]).toEqual([422, 'invalid-input']);
    const errors = body['errors'] as { general: string[]; byKey: object };
    expect(errors.general).toEqual([expect.stringContaining('"extra"')]);
    expect(Object.keys(errors.byKey).sort()).toEqual([
      'addToUserCollection',
      'blastConfig.formatType',
      'blastConfig.lineLength',
      'blastConfig.maxTargetSequences',
      'blastConfig.more',
      'blastConfig.numDescriptions',
      'userMeta.summary',
    ]);
    expect(launcher.started).toHaveLength(1);
  });

  it.each<[string, unknown, number]>([
    ['without a query job', {}, 422],
    ['of a number', { queryJobID: 7 }, 422],
    ['of a query job that does not exist', { queryJobID: 'f'.repeat(32) }, 400],
    ['of what is no id', { queryJobID: '../jobs' }, 400],
    ['as a list', [], 400],
    ['as null', null, 400],
  ])('%s is refused', async (_what, body, status) => {
    const { post } = await setUpReports();
    const words = { 400: 'bad-request', 422: 'invalid-input' };
    expect(await post('/report/jobs', body)).toMatchObject({
      status,
      body: { status: words[status as 400 | 422] },
    });
  });

  it('of a search of another surface there is none', async () => {
    const { app, post } = await setUpReports();
    const submitted = await postJson(app, '/v1/jobs', {
      program: 'blastp',
      db: 'proteins',
      query_fasta: '>a\nMKV\n',
    });
    const { job } = (await submitted.json()) as { job: { id: string; report_id: string } };
    expect((await post('/report/jobs', { queryJobID: job.id })).status).toBe(400);
    expect((await app.request(`/report/jobs/${job.report_id}`)).status).toBe(404);
  });

  it('of a query that is not complete is refused, one that was made before its query expired is found', async () => {
    const world = setUpQueries();
    const queryJobID = await world.create();
    const create = () => world.post('/report/jobs', { queryJobID });
    expect(await create()).toMatchObject({ status: 400, body: { message: /is queued/ } });
    await completeJob(world, queryJobID);
    const made = await create();
    expect(made.status).toBe(200);
    await completeJob(world, String(made.body['reportJobID']), [{ name: 'report.txt', text: 'x' }]);
    await expireJob(world.deps, queryJobID);
    expect(await create()).toEqual(made);
    const other = await world.post('/report/jobs', { queryJobID, blastConfig: { formatType: 'xml' } });
    expect(other).toMatchObject({ status: 400, body: { message: /is expired. Restart it/ } });
  });

  it('an organism report without names of taxa says what is missing', async () => {
    const { post, queryId } = await setUpReports();
    const answer = await post('/report/jobs', {
      queryJobID: queryId,
      blastConfig: { formatType: 'organism-report' },
    });
    // The fake catalogue of this world has no names of taxa.
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body['errors'])).toMatch(/blastConfig.formatType.*taxdb.btd and taxdb.bti/);
  });
});

describe('looking at a report', () => {
  it('puts it into the collection of who looks, unless save_job is false', async () => {
    const { createReport, get } = await setUpReports();
    const id = await createReport({ addToUserCollection: false });
    await get(`/report/jobs/${id}?save_job=false`);
    expect((await get('/report/jobs')).body).toEqual([]);
    await get(`/report/jobs/${id}`);
    expect((await get('/report/jobs')).body).toMatchObject([{ reportJobID: id }]);
  });

  it('a query is no report, nor is what does not exist', async () => {
    const { get, queryId } = await setUpReports();
    for (const id of [queryId, 'f'.repeat(32), 'F'.repeat(32), 'f'.repeat(31), 'a b'])
      expect(await get(`/report/jobs/${encodeURIComponent(id)}`)).toMatchObject({
        status: 404,
        body: { status: 'not-found' },
      });
  });
});
