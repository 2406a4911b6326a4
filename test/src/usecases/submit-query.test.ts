import { links } from '../../../src/account/link.ts';
import { normaliseFasta } from '../../../src/formats/fasta-normaliser.ts';
import { parseSearchOptions } from '../../../src/search/canonical-options.ts';
import { findWanted } from '../../../src/usecases/find-wanted.ts';
import { readChildren } from '../../../src/usecases/query-children.ts';
import { resumeJob } from '../../../src/usecases/resume-job.ts';
import { submitQuery, type QueryToSubmit } from '../../../src/usecases/submit-query.ts';
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
  const submit = async (fasta: string, change: Partial<QueryToSubmit> = {}) =>
    (
      await submitQuery(platform.deps, {
        program: 'blastp',
        options: parseSearchOptions('blastp', undefined, {}),
        site: 'PlasmoDB',
        targets: [pf],
        query: normaliseFasta(bytesOf(fasta), { molecule: 'protein', keepCase: false }),
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

it.each<[string, Partial<QueryToSubmit>, string, string]>([
  ['a site', { site: 'NoDB' }, 'UNKNOWN_DATABASE', one],
  ['a file', { targets: [{ displayName: 'Pf', file: 'Genes' }] }, 'UNKNOWN_DATABASE', one],
  ['a sequence', {}, 'INVALID_FASTA', `${one}>empty\n`],
])('%s that cannot be used leaves nothing stored and nothing started', async (_what, change, code, fasta) => {
  const { submit, objectKeys: keys, launcher, spool } = setUp();
  await expect(submit(fasta, change)).rejects.toMatchObject({ code });
  expect(await keys()).toEqual([]);
  expect(launcher.started).toEqual([]);
  expect(spool.held()).toBe(0);
});

it('a job that nobody has asked for is not found', async () => {
  const { deps } = setUp();
  await expect(resumeJob(deps, 'f'.repeat(32), turn)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
