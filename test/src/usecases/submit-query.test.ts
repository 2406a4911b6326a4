import { links } from '../../../src/account/link.ts';
import { judgeQuery } from '../../../src/multiblast/judge-query.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import { parseSearchOptions } from '../../../src/search/canonical-options.ts';
import type { SearchRequest } from '../../../src/search/request.ts';
import { findWanted } from '../../../src/usecases/find-wanted.ts';
import { searchRequest } from '../../../src/usecases/prepare-search.ts';
import { readChildren } from '../../../src/usecases/query-children.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import { resumeJob } from '../../../src/usecases/resume-job.ts';
import { submitQuery, type QueryToSubmit } from '../../../src/usecases/submit-query.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { createFakePlatform, proteins } from '../../support/api/fake-platform.ts';

const one = '>one\nMKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQVKVKALPDAQFEVV\n';
const two = '>two\nMSDNGPQNQRNAPRITFGGPSDSTGSNQNGERSGARSKQRRPQGLPNNTASWFTALTQHGKEDLKFPRGQG\n';
const pf = { displayName: 'Pf', file: 'Proteins' };
const pb = { displayName: 'Pb', file: 'Proteins' };
const turn = { priority: 1, fairnessKey: 'alice' };

/** A site with two targets that hold the same build of one database. */
function setUp() {
  const platform = createFakePlatform({
    sites: {
      targets: () => Promise.resolve([]),
      find: ({ site, target, file }) => {
        const known = ['PlasmoDB', 'ToxoDB'].includes(site) && file === 'Proteins';
        const name = `${site}/build-68/${target}/blast/${file}`;
        return Promise.resolve(known ? { ...proteins, name } : undefined);
      },
    },
    catalogue: {
      list: () => Promise.resolve([]),
      get: (name) => Promise.resolve({ ...proteins, name }),
      taxonNames: () => Promise.resolve(undefined),
      findTaxids: () => Promise.resolve([]),
    },
  });
  const submit = async (fasta: string, change: Partial<QueryToSubmit> = {}, deps = platform.deps) =>
    (
      await submitQuery(deps, {
        program: 'blastp',
        options: parseSearchOptions('blastp', undefined, {}),
        site: 'PlasmoDB',
        targets: [pf],
        query: judgeQuery(bytesOf(fasta), { program: 'blastp', keepCase: false }, platform.deps.queryLimits),
        principal: { id: 'user:alice', role: 'user' },
        priority: 3,
        ...change,
      })
    ).record;
  return { ...platform, submit };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

describe('the id of a query', () => {
  it('is the same whatever the order of its targets, and however often one is named', async () => {
    const { submit, launcher } = setUp();
    const { id } = await submit(one, { targets: [pf, pb] });
    expect((await submit(one, { targets: [pb, pf, { ...pb }] })).id).toBe(id);
    expect(launcher.started).toHaveLength(1);
  });

  it.each<[string, Partial<QueryToSubmit>]>([
    ['another site', { site: 'ToxoDB' }],
    ['another target of equal content', { targets: [pb] }],
    ['one more target', { targets: [pf, pb] }],
    ['another option', { options: parseSearchOptions('blastp', undefined, { evalue: '1' }) }],
  ])('is another for %s', async (_what, change) => {
    const { submit } = setUp();
    expect((await submit(one, change)).id).not.toBe((await submit(one)).id);
  });

  it('does not depend on line ends, wrapping and letter case', async () => {
    const { submit } = setUp();
    const wrapped = one.replaceAll(/(?<=^[A-Z]{20})/gm, '\r\n').toLowerCase();
    expect((await submit(wrapped)).id).toBe((await submit(one)).id);
  });
});

describe('the sequences of a query', () => {
  it('lie ready as searches of their own, in their order, equal ones twice; only the whole is started', async () => {
    const { submit, deps, launcher } = setUp();
    const { id } = await submit(one + two + one);
    const children = await readChildren(deps, id);
    expect(children.map(({ jobId }) => jobId)).toEqual([
      children[0]?.jobId,
      expect.not.stringMatching(String(children[0]?.jobId)),
      children[0]?.jobId,
    ]);
    expect(launcher.started.map(({ jobId }) => jobId)).toEqual([id]);
    expect(await readChildren(deps, String(children[0]?.jobId))).toEqual([]);
  });

  it('lie ready before the query goes into a collection: whoever finds it there finds them', async () => {
    const { submit, deps, documents } = setUp();
    const objects = interceptCalls(deps.objects, async (method, proceed, [key]) => {
      if (method === 'put' && String(key).endsWith('children.json'))
        expect(await documents.count(links, {})).toBe(0);
      return proceed();
    });
    const { id } = await submit(one + two, { link: {} }, { ...deps, objects });
    expect(await readChildren(deps, id)).toHaveLength(2);
    expect(await documents.count(links, {})).toBe(1);
  });

  it('name the query they came with, so that they may use what was searched for it', async () => {
    const { submit, deps } = setUp();
    const { id } = await submit(one + two);
    const requestOf = (jobId: string) => readJson<SearchRequest>(deps.objects, objectKeys.request(jobId));
    for (const { jobId } of await readChildren(deps, id))
      expect(await requestOf(jobId)).toMatchObject({ wholeJobId: id });
    expect(await requestOf(id)).not.toHaveProperty('wholeJobId');
  });

  it('are the jobs that the same sequences alone are, and start when somebody asks for them: once', async () => {
    const { submit, deps, launcher } = setUp();
    const { id } = await submit(one + two);
    const [, child] = await readChildren(deps, id);
    const rows = await Promise.all(
      Array.from({ length: 50 }, () => resumeJob(deps, String(child?.jobId), turn)),
    );
    expect(new Set(rows.map((row) => row.id))).toEqual(new Set([child?.jobId]));
    expect(launcher.started.map(({ jobId }) => jobId)).toEqual([id, child?.jobId]);
    expect((await submit(two)).id).toBe(child?.jobId);
    expect(launcher.started).toHaveLength(2);
  });

  it.each([
    ['tblastx', 1],
    ['blastn', 1],
    ['psiblast', 1],
    ['blastp', undefined],
  ] as const)('of %s are keyed as the whole is, with a batch of %p', async (program, batchSizeResidues) => {
    const { deps } = setUp();
    const options = parseSearchOptions(program, undefined, {});
    const scope = { site: 'PlasmoDB', targets: [pf] };
    const databases = [proteins];
    const terms = { program, options, scope, databases, databaseNames: ['a'], domainDatabase: undefined };
    const query = { objectKey: '', digest: '', sizeBytes: 0, residueCount: 140, longestResidues: 70 };
    for (const sequenceCount of [1, 2]) {
      const { request } = searchRequest(
        { ...terms, blastVersion: await deps.engine.version() },
        { ...query, sequenceCount },
      );
      expect(request.key.batchSizeResidues).toBe(batchSizeResidues);
    }
  });

  it('keep their stored queries while nobody has asked for them', async () => {
    const { submit, deps } = setUp();
    const { id } = await submit(one + two);
    const { queryKeys } = await findWanted(deps);
    const children = await readChildren(deps, id);
    expect(queryKeys.size).toBe(3);
    expect([...queryKeys]).toEqual(expect.arrayContaining(children.map(({ queryKey }) => queryKey)));
  });
});

it('only the whole query goes into a collection, and only when that is asked for', async () => {
  const { submit, documents } = setUp();
  await submit(one);
  const { id } = await submit(one + two, { link: { summary: 'Two proteins' } });
  const { items } = await documents.find(links, {});
  expect(items.map(({ document }) => document)).toMatchObject([
    { principal: 'user:alice', jobId: id, site: 'PlasmoDB', summary: 'Two proteins', description: null },
  ]);
});

const genes = { displayName: 'Pf', file: 'Genes' };
const noDatabase = (file: string, target: string, site = 'PlasmoDB'): string =>
  `Site ${site} has no database ${file} of ${target} now. The targets there are: GET /query/targets.`;
const noResidues =
  'Sequence 2 ("empty") (line 3) has a name but no residues. Add its sequence or remove the line.';

it.each<[string, Partial<QueryToSubmit>, string, Readonly<Record<string, readonly string[]>>]>([
  ['a site', { site: 'NoDB' }, one, { 'jobConfig.targets': [noDatabase('Proteins', 'Pf', 'NoDB')] }],
  [
    'each of several files, one good',
    { targets: [genes, pf, { ...genes, displayName: 'Pb' }] },
    one,
    { 'jobConfig.targets': [noDatabase('Genes', 'Pb'), noDatabase('Genes', 'Pf')] },
  ],
  [
    'each target of another molecule',
    { program: 'blastn', options: parseSearchOptions('blastn', undefined, {}), targets: [pf, pb] },
    one,
    {
      'jobConfig.targets': ['Pb', 'Pf'].map(
        (name) => `blastn searches nucleotide databases, and Proteins of ${name} holds protein sequences.`,
      ),
    },
  ],
  [
    'a mask that the databases do not carry, at its field too',
    { options: parseSearchOptions('blastp', undefined, { db_soft_mask: '7' }) },
    one,
    Object.fromEntries(
      ['jobConfig.targets', 'blastConfig.dbSoftMask'].map((path) => [
        path,
        [
          'Option "dbSoftMask": the database PlasmoDB/build-68/Pf/blast/Proteins has no masking algorithm "7". It has 21 (seg).',
        ],
      ]),
    ),
  ],
  ['a sequence', {}, `${one}>empty\n`, { 'jobConfig.query': [noResidues] }],
  [
    'a file and a sequence',
    { targets: [genes] },
    `${one}>empty\n`,
    { 'jobConfig.targets': [noDatabase('Genes', 'Pf')], 'jobConfig.query': [noResidues] },
  ],
])(
  '%s that cannot be used is told, with nothing stored and nothing started',
  async (_what, change, fasta, byKey) => {
    const { submit, objectKeys: keys, launcher, spool } = setUp();
    await expect(submit(fasta, change)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      errors: { general: [], byKey },
    });
    expect(await keys()).toEqual([]);
    expect(launcher.started).toEqual([]);
    expect(spool.held()).toBe(0);
  },
);

it('of many targets that are not there the first 20 are named, however long their names are', async () => {
  const { submit } = setUp();
  const targets = Array.from({ length: 1_000 }, (_, index) => ({
    displayName: `T${String(index)}${'x'.repeat(10_000)}`,
    file: 'y'.repeat(10_000),
  }));
  const error: unknown = await submit(one, { targets }).catch((thrown: unknown) => thrown);
  const { errors } = error as { errors: { byKey: Record<string, string[]> } };
  expect(errors.byKey['jobConfig.targets']).toHaveLength(20);
  expect(JSON.stringify(errors).length).toBeLessThan(10_000);
});

it('a job that nobody has asked for is not found', async () => {
  const { deps } = setUp();
  await expect(resumeJob(deps, 'f'.repeat(32), turn)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
