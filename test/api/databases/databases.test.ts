import { createFakePlatform } from '../../support/api/fake-platform.ts';
import {
  formBody,
  oneProtein,
  postForm,
  postJson,
  problemOf,
  type Part,
} from '../../support/api/requests.ts';

const name = { name: 'name', text: 'mine' };
const type = { name: 'type', text: 'protein' };
const fasta = { name: 'fasta', text: oneProtein, fileName: 'f.fa' };

it('databases are listed with what a caller chooses by', async () => {
  const body = (await (await createFakePlatform().app.request('/v1/databases')).json()) as {
    databases: object[];
    count: number;
  };
  expect(body.count).toBe(2);
  expect(body.databases).toMatchObject([
    { name: 'genome', dbtype: 'nucl', taxonomy: false, masking_algorithms: [] },
    {
      ...{ name: 'proteins', dbtype: 'prot', number_of_sequences: 300, number_of_volumes: 1 },
      taxonomy: true,
      masking_algorithms: [{ id: 21, name: 'seg', options: 'window=12; locut=2.2; hicut=2.5' }],
    },
  ]);
});

it.each<[string, readonly Part[]]>([
  ['separate parts', [name, type, { name: 'title', text: 'My own' }, fasta]],
  [
    'one part of JSON',
    [{ name: 'request', text: '{"name":"mine","type":"protein","title":"My own"}' }, fasta],
  ],
])('a database is built from %s', async (_title, parts) => {
  const { app, launcher } = createFakePlatform();
  const response = await postForm(app, '/v1/databases', formBody(parts));
  const body = (await response.json()) as { job_id: string };
  expect(response.status).toBe(202);
  expect(response.headers.get('location')).toBe(`/jobs/${body.job_id}`);
  expect(launcher.started).toMatchObject([
    { kind: 'database', jobId: body.job_id, summary: 'build protein database mine' },
  ]);
  expect(
    ((await (await postForm(app, '/v1/databases', formBody(parts))).json()) as { job_id: string }).job_id,
  ).toBe(body.job_id);
  expect(launcher.started).toHaveLength(1);
});

describe('a faulty request is refused with a sentence and leaves nothing', () => {
  it.each<[string, readonly Part[], number, RegExp]>([
    ['no name', [type, fasta], 422, /"name" is missing/],
    ['a path as name', [{ name: 'name', text: '../x' }, type, fasta], 422, /letters, digits/],
    ['an option as name', [{ name: 'name', text: '-x' }, type, fasta], 422, /letters, digits/],
    ['a name that is too long', [{ name: 'name', text: 'n'.repeat(65) }, type, fasta], 422, /1 to 64/],
    ['a type that is none', [name, { name: 'type', text: 'dna' }, fasta], 422, /protein or nucleotide/],
    ['a title of two lines', [name, type, { name: 'title', text: 'a\nb' }, fasta], 422, /one line/],
    ['a field too many', [name, type, { name: 'replace', text: '1' }, fasta], 422, /"replace": take it out/],
    ['no file', [name, type], 400, /no file part called fasta/],
    ['an empty file', [name, type, { ...fasta, text: '' }], 400, /no sequence/],
    [
      'proteins as nucleotides',
      [name, { name: 'type', text: 'nucleotide' }, { ...fasta, text: '>a\nMKVLEQFILP\n' }],
      400,
      /"a"/,
    ],
    ['a request that is not JSON', [{ name: 'request', text: 'name=x' }, fasta], 400, /not valid JSON/],
    ['a name that is taken', [{ name: 'name', text: 'genome' }, type, fasta], 409, /already/],
  ])('%s', async (_title, parts, status, detail) => {
    const { app, launcher, spool, objectKeys } = createFakePlatform();
    const problem = await problemOf(await postForm(app, '/v1/databases', formBody(parts)));
    expect(problem.detail).toMatch(detail);
    expect(problem.status).toBe(status);
    expect([launcher.started, await objectKeys(), spool.held()]).toEqual([[], [], 0]);
  });

  it('another content type', async () => {
    expect(await problemOf(await postJson(createFakePlatform().app, '/v1/databases', {}))).toMatchObject({
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
    });
  });
});
