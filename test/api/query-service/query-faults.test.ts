import { formBody, postForm } from '../../support/api/requests.ts';
import { blastConfig, jobConfig, one, setUpQueries, target, two } from './query-world.ts';

type Errors = Readonly<{ general: string[]; byKey: Record<string, string[]> }>;

const unknown = { ...target, targetFile: 'Genes' };
const badQuery = '>a\nMK!\n>b\n';
const { query: _text, ...withoutQuery } = jobConfig;

/** Sends a job that is refused, as JSON or with its query as a file, and finds that it has left nothing behind. */
async function refused(job: object, fasta?: string) {
  const { app, post, launcher, objectKeys, spool } = setUpQueries();
  const form = [
    { name: 'config', text: JSON.stringify(job) },
    { name: 'query', text: fasta ?? '', fileName: 'query.fasta' },
  ];
  const { status, body } =
    fasta === undefined
      ? await post('/query/jobs', job)
      : await postForm(app, '/query/jobs', formBody(form)).then(async (response) => ({
          status: response.status,
          body: (await response.json()) as Record<string, unknown>,
        }));
  expect(launcher.started).toEqual([]);
  expect(await objectKeys()).toEqual([]);
  expect(spool.held()).toBe(0);
  return { status, body, errors: body['errors'] as Errors };
}

describe('one answer names all that is wrong', () => {
  const faulty = {
    jobConfig: {
      ...withoutQuery,
      targets: [unknown, target, { ...unknown, targetDisplayName: 'Pb' }],
      more: 1,
    },
    blastConfig: { ...blastConfig, eValue: 'small' },
    userMeta: { summary: 7 },
    extra: true,
  };

  it.each(['text', 'file'])('with a query as %s', async (form) => {
    const asText = { ...faulty, jobConfig: { ...faulty.jobConfig, query: badQuery } };
    const { status, errors } = form === 'text' ? await refused(asText) : await refused(faulty, badQuery);
    expect(status).toBe(422);
    expect(errors.general).toEqual(['There is no field "extra"; take it out.']);
    expect(Object.keys(errors.byKey).sort()).toEqual([
      'blastConfig.eValue',
      'jobConfig.more',
      'jobConfig.query',
      'jobConfig.targets',
      'userMeta.summary',
    ]);
    expect(errors.byKey['jobConfig.targets']).toEqual(
      ['Pb', 'Pf'].map((name) => expect.stringContaining(`no database Genes of ${name} now`) as string),
    );
    expect(errors.byKey['jobConfig.query']).toEqual([
      expect.stringContaining('line 2, column 3') as string,
      expect.stringContaining('Sequence 2 ("b")') as string,
    ]);
  });

  it('where only the targets and the query are wrong', async () => {
    const { errors } = await refused({
      jobConfig: { ...jobConfig, targets: [unknown], query: badQuery },
      blastConfig,
    });
    expect(Object.keys(errors.byKey).sort()).toEqual(['jobConfig.query', 'jobConfig.targets']);
  });

  it('and each wrong target, with the type that the tool wants', async () => {
    const targets = [target, { ...target, targetDisplayName: 'Pb' }];
    const { errors } = await refused({
      jobConfig: { ...jobConfig, targets, query: '>a\nACGT!\n' },
      blastConfig: { tool: 'blastn', task: 'none' },
    });
    expect(errors.byKey['jobConfig.targets']).toEqual(
      ['Pb', 'Pf'].map(
        (name) => `blastn searches nucleotide databases, and Proteins of ${name} holds protein sequences.`,
      ),
    );
    expect(errors.byKey['jobConfig.query']?.join()).toContain('is not a nucleotide');
    expect(errors.byKey['blastConfig.task']).toHaveLength(1);
  });

  it.each([
    [{}, ['blastConfig.maxTargetSequences', 'jobConfig.query']],
    [{ eValue: 5 }, ['blastConfig.eValue', 'blastConfig.maxTargetSequences', 'jobConfig.query']],
    [{ maxTargetSequences: '5' }, ['blastConfig.maxTargetSequences']],
  ])('too many results at both fields, where the number of targets is good: %j', async (change, keys) => {
    const query = (one + two).repeat(10);
    const { status, errors } = await refused({
      jobConfig: { ...jobConfig, query },
      blastConfig: { ...blastConfig, ...change },
    });
    expect(status).toBe(422);
    expect(Object.keys(errors.byKey).sort()).toEqual(keys);
  });

  it.each([undefined, null, 'blast', 5])(
    'but the query is not judged where the tool is %j, the targets are',
    async (tool) => {
      const { errors } = await refused(
        { jobConfig: { ...withoutQuery, targets: [unknown] }, blastConfig: { tool } },
        badQuery,
      );
      expect(Object.keys(errors.byKey).sort()).toEqual(['blastConfig.tool', 'jobConfig.targets']);
    },
  );
});

describe('a query is sent once, else it is 400, whatever else is wrong', () => {
  it.each<[string, object, string | undefined]>([
    ['none', { jobConfig: withoutQuery, blastConfig }, undefined],
    ['null', { jobConfig: { ...jobConfig, query: null }, blastConfig }, undefined],
    ['none and faults', { jobConfig: { ...withoutQuery, site: 7 }, blastConfig: {}, extra: 1 }, undefined],
    ['two', { jobConfig, blastConfig }, one],
    ['two and faults', { jobConfig: { query: 7 }, blastConfig: 5 }, badQuery],
  ])('%s', async (_what, job, fasta) => {
    const { status, body } = await refused(job, fasta);
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        status: 'bad-request',
        message: 'Send the query once: as text in jobConfig.query, or as a file called query.',
      },
    });
  });
});
