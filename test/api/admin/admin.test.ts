import { requireAdmin } from '../../../api/admin/require-admin.ts';
import type { Principal } from '../../../src/account/principal.ts';
import { jobs } from '../../../src/job/record.ts';
import { createFakePlatform, type FakePlatform } from '../../support/api/fake-platform.ts';
import { completeJob, jobRow } from '../../support/api/move-job.ts';
import { jobOf, problemOf, submit } from '../../support/api/requests.ts';

let platform: FakePlatform;
let jobId: string;
beforeEach(async () => {
  platform = createFakePlatform();
  ({
    job: { id: jobId },
  } = await submit(platform.app));
});

const post = (path: string, headers: Record<string, string> = {}) =>
  platform.app.request(path, { method: 'POST', headers });
const json = async (path: string): Promise<unknown> => {
  const response = await post(path);
  expect(response.status).toBe(200);
  return response.json();
};

const everyOperation = [
  '/admin/expire',
  '/admin/sweep',
  '/admin/reconcile',
  `/admin/jobs/${'0'.repeat(32)}/expire`,
  `/admin/jobs/${'0'.repeat(32)}/restart`,
];

describe('who may', () => {
  it.each(everyOperation)('%s wants the token where there is one', async (path) => {
    platform = createFakePlatform({ apiToken: 'secret' });
    expect(await problemOf(await post(path))).toMatchObject({ status: 401 });
    const allowed = await post(path, { Authorization: 'Bearer secret' });
    expect([200, 404]).toContain(allowed.status);
  });

  it.each(everyOperation)('%s refuses a page of another site', async (path) => {
    expect(await problemOf(await post(path, { Origin: 'https://elsewhere.example' }))).toMatchObject({
      status: 403,
    });
  });

  it.each<[Principal['role'], boolean]>([
    ['admin', true],
    ['anonymous', true],
    ['user', false],
    ['guest', false],
  ])('%s: %s', async (role, allowed) => {
    let passed = 0;
    const next = async () => void (passed += 1);
    const context = { var: { principal: { id: 'x', role } } } as never;
    const asked = requireAdmin(context, next);
    if (allowed) await asked;
    else await expect(asked).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(passed).toBe(allowed ? 1 : 0);
  });
});

it('expires a job, which then says so, and restarts it', async () => {
  await completeJob(platform, jobId);
  expect(await json(`/admin/jobs/${jobId}/expire`)).toMatchObject({ state: 'expired', status: 'failed' });
  expect(await jobOf(platform.app, jobId)).toMatchObject({ state: 'expired' });

  platform.clock.advance(1_000);
  const restarted = await post(`/admin/jobs/${jobId}/restart`);
  expect(restarted.status).toBe(202);
  expect(await restarted.json()).toMatchObject({ job_id: jobId, state: 'queued' });
  await completeJob(platform, jobId);
  expect(await json(`/admin/jobs/${jobId}/restart`)).toMatchObject({ state: 'completed' });
});

it('says why a job cannot expire', async () => {
  expect(await problemOf(await post(`/admin/jobs/${jobId}/expire`))).toMatchObject({
    status: 409,
    code: 'CONFLICT',
    detail: expect.stringContaining('queued') as string,
  });
  expect(await problemOf(await post('/admin/jobs/nothing/expire'))).toMatchObject({ status: 422 });
});

it('expires what was not used for as long as is configured, or asked for', async () => {
  await completeJob(platform, jobId);
  platform.clock.advance(29 * 86_400_000);
  expect(await json('/admin/expire')).toEqual({ expired: 0, job_ids: [] });
  expect(await json('/admin/expire?unused_for_days=28.5&dry_run=true')).toEqual({
    expired: 1,
    job_ids: [jobId],
  });
  expect(await jobRow(platform, jobId)).toMatchObject({ state: 'completed' });
  platform.clock.advance(2 * 86_400_000);
  expect(await json('/admin/expire')).toEqual({ expired: 1, job_ids: [jobId] });
});

it.each(['?unused_for_days=-1', '?unused_for_days=soon', '?dry_run=perhaps'])('refuses %s', async (query) => {
  expect(await problemOf(await post(`/admin/expire${query}`))).toMatchObject({ status: 422 });
});

it('sweeps', async () => {
  await platform.objects.put('chunks/ab/ab12.asn', 'archive');
  const nothing = { chunk_objects: 0, queries: 0, run_files: 0 };
  const one = { ...nothing, chunk_objects: 1 };
  expect(await json('/admin/sweep')).toEqual({ deleted: nothing, deleted_bytes: 0, condemned: one });
  expect(await json('/admin/sweep?dry_run=true')).toEqual({
    deleted: one,
    deleted_bytes: 7,
    condemned: nothing,
  });
  expect(await json('/admin/sweep')).toEqual({ deleted: one, deleted_bytes: 7, condemned: nothing });
  expect(await platform.objects.head('chunks/ab/ab12.asn')).toBeUndefined();
});

it('reconciles', async () => {
  await completeJob(platform, jobId);
  await platform.documents.delete(jobs, jobId);
  const found = { job_id: jobId, discrepancy: 'published-without-row' };
  expect(await json('/admin/reconcile?dry_run=true')).toEqual({ findings: [{ ...found, state: null }] });
  expect(await json('/admin/reconcile')).toEqual({ findings: [{ ...found, state: 'completed' }] });
  expect(await jobOf(platform.app, jobId)).toMatchObject({ state: 'completed' });
});

it.each([
  ['/admin/sweep', 'STORE_UNAVAILABLE'],
  ['/admin/reconcile', 'TEMPORAL_UNAVAILABLE'],
])('%s says which server is away: %s', async (path, code) => {
  if (code === 'STORE_UNAVAILABLE') platform.objects.available = false;
  else platform.launcher.available = false;
  expect(await problemOf(await post(path))).toMatchObject({ status: 503, code });
});
