import { expect, it } from '@jest/globals';
import type { JobStatus } from './contract.ts';
import { follow } from './follow.ts';

/** A job that shows these statuses one after the other, and what was asked of it. */
function jobShowing(...statuses: readonly JobStatus[]) {
  const asked: string[] = [];
  const left = [...statuses];
  const service = {
    details: async () => {
      asked.push('details');
      return { status: left.shift() ?? 'complete' };
    },
    restart: async () => {
      asked.push('restart');
    },
    stderr: async () => ({
      bytes: new Uint8Array(),
      text: 'out of memory',
      mediaType: 'text/plain',
      isAttachment: false,
    }),
  };
  return { service, asked };
}

it.each<{ statuses: readonly JobStatus[]; asked: readonly string[] }>([
  { statuses: ['complete'], asked: ['details'] },
  { statuses: ['queued', 'in-progress', 'complete'], asked: ['details', 'details', 'details'] },
  { statuses: ['expired', 'queued', 'complete'], asked: ['details', 'restart', 'details', 'details'] },
])('a job that shows $statuses is asked $asked', async ({ statuses, asked }) => {
  const job = jobShowing(...statuses);
  const restarts = asked.filter((question) => question === 'restart').length;
  expect(await follow(job.service, 'a', { pollMs: 0 })).toEqual({
    details: { status: 'complete' },
    restarts,
  });
  expect(job.asked).toEqual(asked);
});

it('a failure is told with what the tool said', async () => {
  await expect(follow(jobShowing('failed').service, 'a', { pollMs: 0 })).rejects.toThrow('out of memory');
});

it('a job that does not end is given up', async () => {
  const { service } = jobShowing('queued', 'queued');
  await expect(follow(service, 'a', { pollMs: 0, timeoutMs: -1 })).rejects.toThrow('still queued');
});
