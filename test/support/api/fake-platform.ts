import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import type { Api, ApiDeps } from '../../../api/environment.ts';
import type { Database } from '../../../src/database/database.ts';
import { createJobQuota } from '../../../src/usecases/job-quota.ts';
import { createJobWatcher } from '../../../src/usecases/job-watcher.ts';
import { createJobAnswers } from '../../../api/jobs/job-answers.ts';
import { createArtifactReader } from '../../../api/jobs/artifact-reader.ts';
import { createStoredObjects } from '../../../src/usecases/stored-objects.ts';
import { createMemoryDocumentStore, type MemoryDocumentStore } from '../fakes/memory-document-store.ts';
import { createMemoryObjectStore, type MemoryObjectStore } from '../fakes/memory-object-store.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakeJobLauncher, type FakeJobLauncher } from './fake-job-launcher.ts';
import { createFakeSpool, type FakeSpool } from './fake-spool.ts';

export type LogLine = Readonly<Record<string, unknown>> & { readonly msg?: string };

/** The whole API over fakes of every port. */
export interface FakePlatform {
  readonly app: Api;
  readonly deps: ApiDeps;
  readonly documents: MemoryDocumentStore;
  readonly objects: MemoryObjectStore;
  readonly launcher: FakeJobLauncher;
  readonly clock: FakeClock;
  readonly spool: FakeSpool;
  readonly log: LogLine[];
  /** Every key in the object store, sorted. */
  objectKeys(): Promise<string[]>;
}

export const proteins: Database = {
  name: 'proteins',
  title: 'Some proteins',
  moleculeType: 'protein',
  sequenceCount: 300,
  letterCount: 100_000,
  volumes: ['proteins'],
  sizeBytes: 123_456,
  formatVersion: 5,
  buildDate: 'Mar 1, 2026  1:00 PM',
  hasSequenceIds: true,
  taxonomy: 'present',
  masks: [
    { id: 21, name: 'seg', options: 'window=12; locut=2.2; hicut=2.5', isNamed: false, description: '' },
  ],
  fingerprint: 'f'.repeat(64),
};

const genome: Database = {
  ...proteins,
  name: 'genome',
  title: 'A genome',
  moleculeType: 'nucleotide',
  taxonomy: 'absent',
  masks: [],
  fingerprint: 'e'.repeat(64),
};

/** Taxa that every fake database has sequences of. */
const heldTaxids = [9606, 10090];

/** @param change - dependencies to put in place of the fakes, and the quota */
export function createFakePlatform({
  maxActiveJobs = 100,
  ...change
}: Partial<ApiDeps> & { readonly maxActiveJobs?: number } = {}): FakePlatform {
  const documents = createMemoryDocumentStore();
  const objects = createMemoryObjectStore();
  const clock = createFakeClock();
  const launcher = createFakeJobLauncher(clock.now);
  const spool = createFakeSpool();
  const log: LogLine[] = [];
  const databases = [genome, proteins];
  const stored = createStoredObjects(change.objects ?? objects);
  const deps: ApiDeps = {
    documents,
    objects,
    launcher,
    clock,
    spool,
    sites: { targets: () => Promise.resolve([]), find: () => Promise.resolve(undefined) },
    catalogue: {
      list: () => Promise.resolve(databases),
      get: (name) => Promise.resolve(databases.find((one) => one.name === name)),
      taxonNames: () => Promise.resolve('a'.repeat(64)),
      findTaxids: (_name, taxids) => Promise.resolve(taxids.filter((taxid) => heldTaxids.includes(taxid))),
    },
    engine: { version: () => Promise.resolve('2.12.0'), searchChunk: notHere, formatArchive: notHere },
    newId: (digits) => randomBytes(digits).toString('hex').slice(0, digits),
    quota: createJobQuota({ documents, clock }, { maxActiveJobs }),
    queryLimits: {
      maxSequences: 100,
      maxQueryResidues: 10_000,
      maxSequenceResidues: { nucleotide: 5_000, protein: 2_000 },
      maxResults: 10_000,
    },
    limits: { maxSequences: 100, maxResidues: 10_000 },
    watcher: createJobWatcher({ documents, clock }),
    stored,
    answers: createJobAnswers({ documents, objects, launcher, clock, stored }),
    artifacts: createArtifactReader(objects, { maxKeptBytes: 1, maxArtifactBytes: 0 }),
    logger: pino({ level: 'trace' }, { write: (line: string) => log.push(JSON.parse(line) as LogLine) }),
    metrics: {
      observeRequest: () => undefined,
      countSubmission: () => undefined,
      render: () => Promise.resolve({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' }),
    },
    maxBodyBytes: 100_000,
    resultRetentionDays: 30,
    ...change,
  };
  const objectKeys = async (): Promise<string[]> => (await objects.list('')).objects.map(({ key }) => key);
  return { app: createApp(deps), deps, documents, objects, launcher, clock, spool, log, objectKeys };
}

function notHere(): Promise<never> {
  return Promise.reject(new Error('the API runs no tools'));
}
