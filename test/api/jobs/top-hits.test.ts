import { topHitCount, topHits } from '../../../api/jobs/top-hits.ts';
import { createFakePlatform } from '../../support/api/fake-platform.ts';
import { completeJob, jobRow } from '../../support/api/move-job.ts';
import { submit } from '../../support/api/requests.ts';

async function hitsOf(queryCount: number, rows: string): Promise<string[]> {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app, {
    query_fasta: Array.from({ length: queryCount }, (_, n) => `>q${n}\nMKV\n`).join(''),
  });
  await completeJob(platform, job.report_id, [{ name: 'report.tsv', text: rows }]);
  const hits = await topHits(platform.deps, await jobRow(platform, job.report_id));
  return hits.map(({ query, subject }) => `${query}/${subject}`);
}

const rowsOf = (query: number, count: number) =>
  Array.from({ length: count }, (_, n) => `q${query}\ts${n}\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\n`).join('');

it('one query fills the table', async () => {
  expect(await hitsOf(1, rowsOf(0, 100))).toEqual(Array.from({ length: topHitCount }, (_, n) => `q0/s${n}`));
});

it('several queries share it, in their order', async () => {
  expect(await hitsOf(10, rowsOf(0, 100) + rowsOf(1, 1) + rowsOf(2, 5))).toEqual([
    'q0/s0',
    'q0/s1',
    'q1/s0',
    'q2/s0',
    'q2/s1',
  ]);
});

it('more queries than rows have one each', async () => {
  const rows = Array.from({ length: 60 }, (_, query) => rowsOf(query, 3)).join('');
  expect(await hitsOf(60, rows)).toEqual(Array.from({ length: topHitCount }, (_, query) => `q${query}/s0`));
});

it('a report larger than a page looks at is read in part, and no cut row is shown', async () => {
  const rows = rowsOf(0, 200_000);
  expect(rows.length).toBeGreaterThan(2 * 1024 * 1024);
  expect(await hitsOf(2, rows)).toEqual(Array.from({ length: 12 }, (_, n) => `q0/s${n}`));
});
