import { objectKeys } from '../../../src/job/keys.ts';
import { jobs } from '../../../src/job/record.ts';
import { expireJob } from '../../../src/usecases/expire-job.ts';
import { restartJob } from '../../../src/usecases/restart-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { asked, createJobWorld, jobId, request, type JobWorld } from './job-world.ts';

const turn = { priority: 2, fairnessKey: 'alice' };
const reportId = 'e'.repeat(32);
const reportRequest = {
  ...request,
  kind: 'report',
  summary: { ...request.summary, searchJobId: jobId, outfmt: '6' },
} as const;

let world: JobWorld;

/** A completed search and a report of it that has ended. */
async function createReportedWorld(): Promise<void> {
  world = createJobWorld();
  await submitJob(world, asked('alice'));
  await world.finish();
  await submitJob(world, { jobId: reportId, request: reportRequest, ...turn });
  world.launcher.close(reportId, 'failed');
  const stored = await world.documents.get(jobs, reportId);
  if (!stored) throw new Error('the report has no row');
  await world.documents.replaceIfRevision(jobs, stored.revision, { ...stored.document, state: 'expired' });
}
beforeEach(createReportedWorld);

it('leaves a search that has results alone', async () => {
  await restartJob(world, reportId, turn);
  expect(world.launcher.openRun(reportId)).toBeDefined();
  expect(world.launcher.runsOf(jobId)).toHaveLength(1);
});

it.each([
  ['has expired', () => expireJob(world, jobId)],
  ['has failed', () => world.setRow({ state: 'failed', publishedRunId: null })],
  ['was cancelled', () => world.setRow({ state: 'cancelled', publishedRunId: null })],
] as const)('starts the search first when that %s', async (_what, happens) => {
  await happens();
  const started: string[] = [];
  const launcher: JobWorld['launcher'] = {
    ...world.launcher,
    start: (job) => {
      started.push(job.kind);
      return world.launcher.start(job);
    },
  };
  await restartJob({ ...world, launcher }, reportId, turn);
  expect(started).toEqual(['search', 'report']);
  expect(await world.row()).toMatchObject({
    state: 'queued',
    runId: expect.not.stringMatching('run-1$') as string,
  });
});

it('starts nothing at all when its request is gone', async () => {
  await world.objects.delete([objectKeys.request(reportId)]);
  await expect(restartJob(world, reportId, turn)).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(world.launcher.openRun(reportId)).toBeUndefined();
});
