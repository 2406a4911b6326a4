import { submissions, type Submission } from '../../../src/account/submission.ts';
import type { Failure } from '../../../src/errors/index.ts';
import { jobs, type JobRecord } from '../../../src/job/record.ts';
import { cancel, fail } from '../../../src/job/state-machine.ts';
import type { Platform } from '../../../src/usecases/platform.ts';
import { claimRun } from '../../../src/usecases/claim-run.ts';
import { publishJob } from '../../../src/usecases/publish-job.ts';
import type { JobToSubmit } from '../../../src/usecases/submit-job.ts';
import { createStoredObjects, type StoredObjects } from '../../../src/usecases/stored-objects.ts';
import { updateJob } from '../../../src/usecases/update-job.ts';
import { createFakeClock, type FakeClock } from '../../support/fakes/fake-clock.ts';
import { createFakeJobLauncher, type FakeJobLauncher } from '../../support/fakes/fake-job-launcher.ts';
import {
  createMemoryDocumentStore,
  type MemoryDocumentStore,
} from '../../support/fakes/memory-document-store.ts';
import { createMemoryObjectStore, type MemoryObjectStore } from '../../support/fakes/memory-object-store.ts';

export const jobId = '0123456789abcdef0123456789abcdef';
export const request = {
  schemaVersion: 1,
  kind: 'search',
  summary: {
    title: 'blastp: 1 sequence',
    program: 'blastp',
    databases: ['proteins'],
    queryCount: 1,
    residueCount: 9,
  },
} as const;

export type WorldDeps = Pick<Platform, 'documents' | 'objects' | 'launcher' | 'clock'>;

/** Stores, Temporal and time of one test, and the runs of one job as the workflow would carry them out. */
export interface JobWorld extends WorldDeps {
  readonly documents: MemoryDocumentStore;
  readonly objects: MemoryObjectStore;
  readonly launcher: FakeJobLauncher;
  readonly clock: FakeClock;
  readonly stored: StoredObjects;
  row(): Promise<JobRecord | undefined>;
  /** The row, changed behind everybody's back. */
  setRow(change: Partial<JobRecord>): Promise<void>;
  submissions(): Promise<Submission[]>;
  holders(): Promise<string[]>;
  /** The open run takes its first step. @returns whether it found results and is over */
  begin(): Promise<boolean>;
  /** The open run goes to its end; a run that finds results computes nothing. */
  finish(end?: 'completed' | 'cancelled' | Failure): Promise<void>;
  /** Every run that was asked to cancel does so, as the workflow would. */
  honourCancellations(): Promise<void>;
  /** How many runs did the work. */
  readonly computations: () => number;
}

export function createJobWorld(): JobWorld {
  const documents = createMemoryDocumentStore();
  const objects = createMemoryObjectStore();
  const launcher = createFakeJobLauncher();
  const clock = createFakeClock(() => world.honourCancellations());
  const deps = { documents, objects, launcher, clock };
  let computations = 0;

  const world: JobWorld = {
    ...deps,
    stored: createStoredObjects(objects),
    computations: () => computations,
    row: async () => (await documents.get(jobs, jobId))?.document,
    async setRow(change) {
      const stored = await documents.get(jobs, jobId);
      if (!stored) throw new Error('there is no row');
      await documents.replaceIfRevision(jobs, stored.revision, { ...stored.document, ...change });
    },
    submissions: async () => (await documents.find(submissions, {})).items.map(({ document }) => document),
    holders: async () =>
      (await world.submissions()).filter(({ live }) => live).map(({ principal }) => principal),
    async begin() {
      const { published } = await claimRun(deps, jobId, openRun());
      if (published) launcher.close(jobId, 'completed');
      return published;
    },
    async finish(end = 'completed') {
      const { runId } = openRun();
      const now = clock.now().toISOString();
      if (await world.begin()) return;
      computations += 1;
      if (end === 'completed') {
        await publishJob(deps, manifestOf(runId));
        launcher.close(jobId, 'completed');
      } else if (end === 'cancelled') {
        await updateJob(deps, jobId, runId, (row) => cancel(row, now));
        launcher.close(jobId, 'cancelled');
      } else {
        await updateJob(deps, jobId, runId, (row) => fail(row, end, now));
        launcher.close(jobId, 'failed');
      }
    },
    async honourCancellations() {
      const run = launcher.openRun(jobId);
      if (!run || run.cancelRequests === 0) return;
      await claimRun(deps, jobId, run);
      await updateJob(deps, jobId, run.runId, (row) => cancel(row, clock.now().toISOString()));
      launcher.close(jobId, 'cancelled');
    },
  };
  const openRun = () => {
    const run = launcher.openRun(jobId);
    if (!run) throw new Error('no run is open');
    return run;
  };
  return world;
}

export function manifestOf(runId: string): Parameters<typeof publishJob>[1] {
  return {
    kind: 'search',
    jobId,
    runId,
    artifacts: [],
    provenance: { engine: 'local', databases: [], tools: [] },
  };
}

/** What a principal submits; the submission's id is the principal's unless another one is given. */
export function asked(
  principal: string,
  id = `of-${principal}`,
  reportJobId: string | null = null,
): JobToSubmit {
  return {
    jobId,
    request,
    priority: 2,
    fairnessKey: principal,
    submission: { id, principal, surface: 'jobs', labels: {}, reportJobId },
  };
}
