import { proxyActivities } from '@temporalio/workflow';
import type { DatabaseActivities } from '../src/database/contract.ts';
import type { JobInput } from '../src/job/contract.ts';
import { asJob } from './as-job.ts';
import { showPhase } from './phase.ts';
import { policies } from './policies.ts';

const { buildDatabase } = proxyActivities<DatabaseActivities>(policies.tools);

/** One step: the tool reads the stored sequences, and the finished files become visible to searches. */
export async function buildDatabaseWorkflow(input: JobInput): Promise<void> {
  await asJob(input, undefined, async (ref) => {
    showPhase('building');
    await buildDatabase(ref);
  });
}
