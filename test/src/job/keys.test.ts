import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson, digestOf, jobIdOf, objectKeys } from '../../../src/job/keys.ts';
import type { DatabaseKey } from '../../../src/database/request.ts';
import { reportKey } from '../../../src/report/index.ts';
import type { SearchKey } from '../../../src/search/request.ts';
import { checkObjectKey } from '../../../src/adapters/stores/object-key.ts';

describe('canonicalJson', () => {
  /** RFC 8785: sections 3.2.2 and 3.2.3 and the number samples of appendix B. */
  it('gives the form of the example of RFC 8785 section 3.2.3', () => {
    const input = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],` +
        String.raw`"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    ) as object;
    expect(canonicalJson(input)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts names by UTF-16 code units (RFC 8785 section 3.2.3)', () => {
    const input = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const values = Object.values(JSON.parse(canonicalJson(input)) as Record<string, string>);
    expect(values.sort()).toEqual(Object.values(input).sort());
    expect([...canonicalJson(input).matchAll(/:"([A-Z][a-z]+)/g)].map(([, word]) => word)).toEqual([
      'Carriage',
      'One',
      'Control',
      'Latin',
      'Euro',
      'Emoji',
      'Hebrew',
    ]);
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
  ])('prints the number of bits %s as %s (RFC 8785 appendix B)', (bits, expected) => {
    expect(canonicalJson([Buffer.from(bits, 'hex').readDoubleBE()])).toBe(`[${expected}]`);
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [1n]])('refuses %p, which has no JSON form', (value) => {
    expect(() => canonicalJson({ value })).toThrow();
  });

  it('does not depend on the order in which an object was made', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

it('digests the UTF-8 bytes of a text with SHA-256', () => {
  expect(digestOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  const text = 'ACGT \u00e9 \u{1f9ec}';
  expect(digestOf(text)).toBe(createHash('sha256').update(text).digest('hex'));
});

it('makes job ids of 32 hexadecimal digits that differ with every part of the key', () => {
  const ids = [{}, { a: 1 }, { a: '1' }, { a: [1] }, { b: 1 }, { a: null }].map(jobIdOf);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(ids).size).toBe(ids.length);
});

describe('the keys of version 1 and their ids, which name stored results for ever', () => {
  const search: SearchKey = {
    schemaVersion: 1,
    kind: 'search',
    program: 'blastp',
    task: 'blastp',
    options: { evalue: '0.001', max_target_seqs: '5' },
    databases: [{ name: 'proteins', fingerprint: 'f'.repeat(64) }],
    queryDigest: 'a'.repeat(64),
    engine: 'local',
    blastVersion: '2.12.0',
  };
  const database: DatabaseKey = {
    schemaVersion: 1,
    kind: 'database',
    name: 'proteins',
    title: 'My proteins',
    moleculeType: 'protein',
    fastaDigest: 'b'.repeat(64),
    blastVersion: '2.12.0',
  };
  const searched = { jobId: '0'.repeat(32), program: 'blastp', options: {} } as const;
  const keys: Readonly<Record<string, object>> = {
    search,
    'search with a reader batch': {
      ...search,
      program: 'blastn',
      task: 'megablast',
      batchSizeResidues: 100_000,
    },
    'report as table': reportKey(searched, '7 std qcovs'),
    'report as pairwise text': reportKey(searched, '0', { num_descriptions: '7' }),
    database,
  };

  it.each([
    ['search', '07ebd6272894c501de40008742776311'],
    ['search with a reader batch', '8f9dccc8b1efd922e42a2478904548be'],
    ['report as table', '26253a3669b4c4b98a5088d1054aaaa2'],
    ['report as pairwise text', '4a43027e0b09b8b97da41be7cfd3be8d'],
    ['database', '8c7c36e2f2004589c320d25185cd67e9'],
  ])('%s is %s', (name, id) => {
    expect(jobIdOf(keys[name] ?? {})).toBe(id);
  });
});

describe('object keys', () => {
  const jobId = '0123456789abcdef0123456789abcdef';
  const runId = '8a1d6a3c-5d2e-4a4c-9a3e-5b1f0b8c7d6e';
  const digest = 'ab'.repeat(32);

  it('are laid out as they always were', () => {
    const run = `jobs/${jobId}/${runId}`;
    expect({
      request: objectKeys.request(jobId),
      query: objectKeys.query(digest),
      job: objectKeys.job(jobId),
      run: objectKeys.run(jobId, runId),
      manifest: objectKeys.manifest(jobId, runId),
      planPage: objectKeys.planPage(jobId, runId, 12),
      artifact: objectKeys.artifact(jobId, runId, 'report.tsv'),
      fragment: objectKeys.fragment(jobId, runId, 123),
      toolRun: objectKeys.toolRun(jobId, runId),
      stepRun: objectKeys.stepRun(jobId, runId, 123),
      chunk: objectKeys.chunk(digest),
      chunkRun: objectKeys.chunkRun(digest),
    }).toEqual({
      request: `jobs/${jobId}/request.json`,
      query: `queries/ab/${digest}.fasta`,
      job: `jobs/${jobId}/`,
      run: `${run}/`,
      manifest: `${run}/manifest.json`,
      planPage: `${run}/plan/page-00012.json`,
      artifact: `${run}/files/report.tsv`,
      fragment: `${run}/fragments/000123`,
      toolRun: `${run}/tool-run.json`,
      stepRun: `${run}/step-runs/000123.json`,
      chunk: `chunks/ab/${digest}.asn`,
      chunkRun: `chunks/ab/${digest}.run.json`,
    });
  });

  it('are ones that every object store takes', () => {
    const keys = [
      objectKeys.request(jobId),
      objectKeys.query(digest),
      objectKeys.manifest(jobId, runId),
      objectKeys.planPage(jobId, runId, 99_999),
      objectKeys.artifact(jobId, runId, 'report.tsv'),
      objectKeys.fragment(jobId, runId, 999_999),
      objectKeys.toolRun(jobId, runId),
      objectKeys.stepRun(jobId, runId, 999_999),
      objectKeys.chunk(digest),
      objectKeys.chunkRun(digest),
    ];
    for (const key of keys)
      expect(() => {
        checkObjectKey(key);
      }).not.toThrow();
  });

  it('of everything a run writes lie under the run, and of the run under the job', () => {
    for (const key of [
      objectKeys.manifest(jobId, runId),
      objectKeys.planPage(jobId, runId, 0),
      objectKeys.artifact(jobId, runId, 'x'),
      objectKeys.fragment(jobId, runId, 0),
      objectKeys.toolRun(jobId, runId),
      objectKeys.stepRun(jobId, runId, 0),
    ])
      expect(key.startsWith(objectKeys.run(jobId, runId))).toBe(true);
    expect(objectKeys.run(jobId, runId).startsWith(objectKeys.job(jobId))).toBe(true);
  });
});
