import { createJobAnswers } from '../../../api/jobs/job-answers.ts';
import { observeRevisions } from '../../../src/adapters/stores/observe-revisions.ts';
import { jobs } from '../../../src/job/record.ts';
import { createStoredObjects } from '../../../src/usecases/stored-objects.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { createFakePlatform } from '../../support/api/fake-platform.ts';
import { runJob } from '../../support/api/move-job.ts';
import { submit } from '../../support/api/requests.ts';

/** A job and its answers; `asks` counts questions to the store about it, and `platform` changes it unseen by us. */
async function answering() {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app);
  await runJob(platform, job.id, 1, 8);
  let asks = 0;
  const counted = interceptCalls(platform.documents, (method, proceed) => {
    if (method === 'get') asks += 1;
    return proceed();
  });
  const documents = observeRevisions(counted, jobs, (id, revision) => answers.sawRevision(id, revision));
  const { objects, launcher, clock } = platform;
  const stored = createStoredObjects(objects);
  const answers = createJobAnswers({ documents, objects, launcher, clock, stored }, { keptMs: 100 });
  const percent = async (): Promise<number> => {
    const { text } = await answers.of(job.id);
    return (JSON.parse(text) as { progress_detail: { percent: number } }).progress_detail.percent;
  };
  return { platform, documents, answers, clock, jobId: job.id, percent, asks: () => asks };
}

it('is made once for all who ask within a tenth of a second', async () => {
  const { clock, answers, jobId, asks } = await answering();
  const atOnce = await Promise.all(Array.from({ length: 50 }, () => answers.of(jobId)));
  clock.advance(99);
  expect(new Set([...atOnce, await answers.of(jobId)]).size).toBe(1);
  expect(asks()).toBe(1);
});

it('shows what others did after a tenth of a second', async () => {
  const { platform, clock, jobId, percent } = await answering();
  expect(await percent()).toBe(12.5);
  await runJob(platform, jobId, 4, 8);
  clock.advance(99);
  expect(await percent()).toBe(12.5);
  clock.advance(1);
  expect(await percent()).toBe(50);
});

it('shows at once what this process has written', async () => {
  const { documents, percent, jobId } = await answering();
  expect(await percent()).toBe(12.5);
  const stored = await documents.get(jobs, jobId);
  if (!stored) throw new Error('no row');
  const moved = { ...stored.document, progress: { done: 6, total: 8 } };
  await documents.replaceIfRevision(jobs, stored.revision, moved);
  expect(await percent()).toBe(75);
});

it('is never older than what this process has read, as one who waited for a change has', async () => {
  const { platform, documents, percent, jobId } = await answering();
  expect(await percent()).toBe(12.5);
  await runJob(platform, jobId, 4, 8);
  await documents.getMany(jobs, [jobId]);
  expect(await percent()).toBe(50);
});

it('is asked for anew when the job was forgotten, and does not keep a failure', async () => {
  const { platform, documents, answers, percent, jobId } = await answering();
  await percent();
  const stored = await platform.documents.get(jobs, jobId);
  if (!stored) throw new Error('no row');
  await documents.delete(jobs, jobId);
  platform.launcher.available = false;
  await expect(answers.of(jobId)).rejects.toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });
  await platform.documents.insertIfAbsent(jobs, stored.document);
  expect(await percent()).toBe(12.5);
});
