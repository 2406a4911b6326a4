import { links } from '../../../src/account/link.ts';
import { formBody, postForm, postJson } from '../../support/api/requests.ts';
import { blastConfig, jobConfig, one, setUpQueries, target, two } from './query-world.ts';

describe('creating a job', () => {
  it('gives its id, as JSON and as a form with a file, and the same one again', async () => {
    const { app, create, launcher } = setUpQueries();
    const id = await create();
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const { query, ...config } = jobConfig;
    const form = formBody([
      { name: 'config', text: JSON.stringify({ jobConfig: config, blastConfig }) },
      { name: 'query', text: query, fileName: 'query.fasta' },
    ]);
    const response = await postForm(app, '/query/jobs', form);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ queryJobID: id });
    expect(launcher.started).toMatchObject([{ kind: 'search', jobId: id, priority: 2 }]);
  });

  it('puts the job into the collection of who asks, with notes, unless that is not wanted', async () => {
    const { create, documents, get } = setUpQueries();
    await create({ jobConfig: { ...jobConfig, addToUserCollection: false }, blastConfig });
    expect((await get('/query/jobs')).body).toEqual([]);
    const id = await create({ jobConfig, blastConfig, userMeta: { summary: 'Mine' } });
    expect((await get('/query/jobs')).body).toEqual([
      {
        queryJobID: id,
        status: 'queued',
        site: 'PlasmoDB',
        createdOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
        userMeta: { summary: 'Mine' },
      },
    ]);
    expect((await get('/query/jobs?site=ToxoDB')).body).toEqual([]);
    expect((await documents.find(links, {})).items).toHaveLength(1);
  });

  it('says everything that is wrong with both configurations at once, and starts nothing', async () => {
    const { post, launcher, objectKeys } = setUpQueries();
    const { status, body } = await post('/query/jobs', {
      jobConfig: { targets: [{ targetDisplayName: 7 }], query: one, more: 1 },
      blastConfig: { tool: 'blastp', eValue: 'small', wordSize: 99 },
      userMeta: { summary: 'x'.repeat(513) },
      extra: true,
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ status: 'invalid-input', errors: { general: [/"extra"/] } });
    expect(Object.keys((body['errors'] as { byKey: object }).byKey).sort()).toEqual([
      'blastConfig.eValue',
      'blastConfig.wordSize',
      'jobConfig.more',
      'jobConfig.site',
      'jobConfig.targets[0].targetDisplayName',
      'jobConfig.targets[0].targetFile',
      'userMeta.summary',
    ]);
    expect(launcher.started).toEqual([]);
    expect(await objectKeys()).toEqual([]);
  });

  it.each<[string, object, string, RegExp]>([
    ['a letter that is none', { query: '>a\nMK1AY!\n' }, 'jobConfig.query', /line 2, column 6/],
    ['two faults', { query: '>a\n>b\nMK!\n' }, 'jobConfig.query', /has a name but no residues/],
    [
      'an unknown database',
      { targets: [{ ...target, targetFile: 'No' }] },
      'jobConfig.targets',
      /no database No/,
    ],
    ['more results than allowed', { query: (one + two).repeat(10) }, 'jobConfig.query', /10500 results/],
  ])('%s is 422 at its field, and leaves nothing', async (_what, change, key, message) => {
    const { post, launcher, objectKeys, spool } = setUpQueries();
    const { status, body } = await post('/query/jobs', {
      jobConfig: { ...jobConfig, ...change },
      blastConfig,
    });
    expect(status).toBe(422);
    const { byKey } = body['errors'] as { byKey: Record<string, string[]> };
    expect(byKey[key]?.join(' ')).toMatch(message);
    expect(launcher.started).toEqual([]);
    expect(await objectKeys()).toEqual([]);
    expect(spool.held()).toBe(0);
  });

  it.each<[string, unknown]>([
    ['no query', { jobConfig: { ...jobConfig, query: undefined }, blastConfig }],
    ['a list', [jobConfig]],
    ['a text', 'job'],
  ])('%s is 400 in the form of the service', async (_what, config) => {
    const { post } = setUpQueries();
    expect(await post('/query/jobs', config)).toMatchObject({ status: 400, body: { status: 'bad-request' } });
  });

  it('a query as text and as a file is one too many', async () => {
    const { app } = setUpQueries();
    const form = formBody([
      { name: 'config', text: JSON.stringify({ jobConfig, blastConfig }) },
      { name: 'query', text: one, fileName: 'query.fasta' },
    ]);
    expect((await postForm(app, '/query/jobs', form)).status).toBe(400);
  });
});

describe('looking at a job', () => {
  it('shows how it was asked for, its sequences as jobs, and how it is getting on', async () => {
    const { create, get, launcher } = setUpQueries();
    const id = await create({ jobConfig: { ...jobConfig, query: one + two }, blastConfig });
    const { body } = await get(`/query/jobs/${id}`);
    expect(body).toEqual({
      queryJobID: id,
      status: 'queued',
      createdOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      jobConfig: { site: 'PlasmoDB', targets: [target] },
      blastConfig: { tool: 'blastp', eValue: '0.00001' },
      subJobs: [expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)],
    });
    expect(launcher.started.map(({ jobId }) => jobId)).toEqual([id]);
  });

  it('a sequence of a query starts when somebody looks at it, before the whole is done, and has no parts', async () => {
    const { create, get, launcher } = setUpQueries();
    const id = await create({ jobConfig: { ...jobConfig, query: one + two }, blastConfig });
    const { subJobs } = (await get(`/query/jobs/${id}`)).body as { subJobs: string[] };
    const child = await get(`/query/jobs/${String(subJobs[1])}`);
    expect(child).toMatchObject({ status: 200, body: { queryJobID: subJobs[1], subJobs: [] } });
    expect(launcher.started.map(({ jobId }) => jobId)).toEqual([id, subJobs[1]]);
    expect(
      await create({ jobConfig: { ...jobConfig, query: two.replace('NQR', 'NQR\r\n') }, blastConfig }),
    ).toBe(subJobs[1]);
  });

  it('puts it into the collection of who looks, unless save_job is false', async () => {
    const { create, get } = setUpQueries();
    const id = await create({ jobConfig: { ...jobConfig, addToUserCollection: false }, blastConfig });
    await get(`/query/jobs/${id}?save_job=false`);
    expect((await get('/query/jobs')).body).toEqual([]);
    await get(`/query/jobs/${id}`);
    expect((await get('/query/jobs')).body).toMatchObject([{ queryJobID: id }]);
  });

  it.each(['f'.repeat(32), 'F'.repeat(32), 'f'.repeat(31), 'f'.repeat(33), '..', 'a b'])(
    'there is no job %j',
    async (id) => {
      const { get } = setUpQueries();
      expect(await get(`/query/jobs/${encodeURIComponent(id)}`)).toMatchObject({
        status: 404,
        body: { status: 'not-found' },
      });
    },
  );

  it('a search of another surface is no query job', async () => {
    const { app, get } = setUpQueries();
    const submitted = await postJson(app, '/v1/jobs', {
      program: 'blastp',
      db: 'proteins',
      query_fasta: one,
    });
    const { job } = (await submitted.json()) as { job: { id: string } };
    expect((await get(`/query/jobs/${job.id}`)).status).toBe(404);
  });
});

it('asking about a sequence of a query starts it', async () => {
  const { create, get, post, launcher } = setUpQueries();
  const id = await create({ jobConfig: { ...jobConfig, query: one + two }, blastConfig });
  const { subJobs } = (await get(`/query/jobs/${id}`)).body as { subJobs: string[] };
  const { body } = await post('/query/statuses', [id, subJobs[0]]);
  expect(body).toEqual({ [id]: 'queued', [String(subJobs[0])]: 'queued' });
  expect(launcher.started).toHaveLength(2);
});
