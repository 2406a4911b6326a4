import { chunkFastaDigestOf, chunkKeyOf, type ChunkSearchKey } from '../../../src/search/chunk-key.ts';

const key: ChunkSearchKey = {
  program: 'blastp',
  task: 'blastp',
  options: { evalue: '0.001', seg: 'yes' },
  databases: [
    { name: 'a', fingerprint: 'f1' },
    { name: 'b', fingerprint: 'f2' },
  ],
  blastVersion: '2.12.0',
  batchSizeResidues: 10_000,
  chunkFastaDigest: chunkFastaDigestOf(['d1', 'd2']),
};

describe('a chunk key', () => {
  it('is 64 hexadecimal digits that never change', () => {
    expect(chunkKeyOf(key)).toMatch(/^[0-9a-f]{64}$/);
    expect(chunkKeyOf(key)).toBe('b49457b431ab0fc65094108cabb92e69a5b0c127e3fdf7484fb13f1501217fce');
  });

  it('does not depend on the order of options or on other properties', () => {
    const same = { jobId: 'x', ...key, options: { seg: 'yes', evalue: '0.001' } };
    expect(chunkKeyOf(same)).toBe(chunkKeyOf(key));
  });

  it.each<[string, Partial<ChunkSearchKey>]>([
    ['program', { program: 'blastx' }],
    ['task', { task: 'blastp-fast' }],
    ['option', { options: { evalue: '0.002', seg: 'yes' } }],
    ['number of options', { options: { evalue: '0.001' } }],
    [
      'database build',
      {
        databases: [
          { name: 'a', fingerprint: 'f3' },
          { name: 'b', fingerprint: 'f2' },
        ],
      },
    ],
    [
      'order of databases',
      {
        databases: [
          { name: 'b', fingerprint: 'f2' },
          { name: 'a', fingerprint: 'f1' },
        ],
      },
    ],
    ['domain database', { domainDatabase: { name: 'cdd_delta', fingerprint: 'f1' } }],
    ['BLAST+ version', { blastVersion: '2.13.0' }],
    ['reader batch', { batchSizeResidues: 10_001 }],
    ['order of sequences', { chunkFastaDigest: chunkFastaDigestOf(['d2', 'd1']) }],
  ])('differs with the %s', (_, difference) => {
    expect(chunkKeyOf({ ...key, ...difference })).not.toBe(chunkKeyOf(key));
  });
});
