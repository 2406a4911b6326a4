import assert from 'node:assert/strict';
import { follow } from './follow.ts';
import type { Session } from './session.ts';
import { Refusal } from './transport.ts';

/** What an administrator does when databases are replaced; only to jobs of this drive. */
export async function maintenance({ steps, me, job, options, patience }: Session): Promise<void> {
  const { adminToken } = options;
  const names = {
    broken: 'failed jobs are listed for the administrator',
    purge: 'a job whose results were given up is computed again by who polls it',
  };
  if (!(await isAdmitted(me.query.brokenJobs(adminToken)))) {
    for (const name of Object.values(names)) steps.skip(name, 'the administrator is not admitted');
    return;
  }
  await steps.run(names.broken, async () => {
    await me.query.brokenJobs(adminToken);
    await me.report.brokenJobs(adminToken);
  });
  await steps.run(names.purge, async () => {
    await me.query.purge(job.queryJobID, adminToken);
    assert.equal((await follow(me.query, job.queryJobID, patience)).restarts, 1);
  });
}

async function isAdmitted(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    return !(error instanceof Refusal && [401, 403].includes(error.httpStatus));
  }
}
