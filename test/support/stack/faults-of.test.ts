import type { Submission } from '../../../src/account/submission.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import type { JobRecord } from '../../../src/job/record.ts';
import { newJobRecord } from '../../../src/job/state-machine.ts';
import type { EndState, StoredBytes } from './end-state.ts';
import { faultsOf } from './faults-of.ts';
import { shapeOf } from './job-shape.ts';

const search = '1'.repeat(32);
const report = '2'.repeat(32);
const queryKey = objectKeys.query('a'.repeat(64));

function row(id: string, kind: 'search' | 'report'): JobRecord {
  const summary = { title: '', program: 'blastp', databases: ['proteins'], queryCount: 1, residueCount: 1 };
  const run = { runId: 'run-1', startedAt: '2026-01-01T00:00:00.000Z' };
  return {
    ...newJobRecord({ id, kind, summary, run, now: run.startedAt, startedBy: null }),
    state: 'completed',
    publishedRunId: run.runId,
    progress: { done: 2, total: 2 },
    finishedAt: '2026-01-01T00:00:01.000Z',
  };
}

const bytes = (json?: unknown): StoredBytes => ({
  sizeBytes: 3,
  digest: 'd'.repeat(64),
  ...(json !== undefined && { json }),
});
const artifact = (key: string) => ({ name: 'a', key, sizeBytes: 3, digest: 'd'.repeat(64) });
const chunk = (letter: string) => letter.repeat(64);
const pageKey = objectKeys.planPage(search, 'run-1', 0);
const rowsKey = objectKeys.artifact(report, 'run-1', 'report.tsv');

/** A search of two chunks and its report, done, held by alice. */
function sound(): { -readonly [K in keyof EndState]: EndState[K] } & { objects: Map<string, StoredBytes> } {
  return {
    jobs: [row(search, 'search'), row(report, 'report')],
    submissions: [
      { id: 's1', jobId: search, reportJobId: report, principal: 'alice', live: true } as Submission,
    ],
    objects: new Map<string, StoredBytes>([
      [queryKey, bytes()],
      [objectKeys.request(search), bytes({ query: { objectKey: queryKey } })],
      [objectKeys.request(report), bytes({})],
      [pageKey, bytes({ chunks: [{ chunkKey: chunk('b') }, { chunkKey: chunk('c') }] })],
      [
        objectKeys.manifest(search, 'run-1'),
        bytes({ artifacts: [artifact(queryKey)], plan: { chunkCount: 2, pageKeys: [pageKey] } }),
      ],
      ...['b', 'c'].flatMap((letter): [string, StoredBytes][] => [
        [objectKeys.chunk(chunk(letter)), bytes()],
        [objectKeys.chunkRun(chunk(letter)), bytes({})],
      ]),
      [rowsKey, bytes()],
      [objectKeys.fragment(report, 'run-1', 0), bytes()],
      [objectKeys.manifest(report, 'run-1'), bytes({ artifacts: [artifact(rowsKey)] })],
    ]),
    partialFiles: [],
    scratchFolders: [],
    toolProcesses: [],
  };
}

type Mutable = ReturnType<typeof sound>;

function changeSearch(state: Mutable, change: Partial<JobRecord>): void {
  state.jobs = state.jobs.map((job) => (job.id === search ? { ...job, ...change } : job));
}

const cancelled = { code: 'CANCELLED', message: '' } as const;

/** Each kind of fault, how it is planted, and what is said of it. */
const planted: readonly (readonly [kind: string, plant: (state: Mutable) => void, said: string])[] = [
  ['a job that goes on', (state) => changeSearch(state, { state: 'running' }), 'is still running'],
  [
    'a phase that was not left',
    (state) => changeSearch(state, { phase: 'cancelling' }),
    'is in phase cancelling',
  ],
  [
    'a mark that nobody decided',
    (state) => changeSearch(state, { cancelRequested: true }),
    'has a cancellation that nobody decided',
  ],
  [
    'a failure of a completed job',
    (state) => changeSearch(state, { failure: cancelled }),
    'is completed with failure CANCELLED',
  ],
  [
    'a failure without a reason',
    (state) => changeSearch(state, { state: 'failed' }),
    'is failed with failure none',
  ],
  ['no end time', (state) => changeSearch(state, { finishedAt: null }), 'has no end time'],
  [
    'progress that stopped short',
    (state) => changeSearch(state, { progress: { done: 1, total: 2 } }),
    'is completed at 1 of 2',
  ],
  [
    'a cancelled job that is held',
    (state) => changeSearch(state, { state: 'cancelled', failure: cancelled }),
    'is cancelled and alice holds it',
  ],
  [
    'a lost manifest',
    (state) => state.objects.delete(objectKeys.manifest(search, 'run-1')),
    'is completed without a manifest',
  ],
  ['a lost file', (state) => state.objects.delete(rowsKey), 'has lost its file a'],
  [
    'a changed file',
    (state) => state.objects.set(rowsKey, { sizeBytes: 3, digest: 'e'.repeat(64) }),
    'has another a than its manifest says',
  ],
  [
    'a file that was cut short',
    (state) => state.objects.set(rowsKey, { ...bytes(), sizeBytes: 2 }),
    'has another a than its manifest says',
  ],
  ['a lost page of the plan', (state) => state.objects.delete(pageKey), 'has lost a page of its plan'],
  [
    'a lost archive',
    (state) => state.objects.delete(objectKeys.chunk(chunk('b'))),
    'has lost the archive of chunk',
  ],
  [
    'a submission without a job',
    (state) => {
      state.jobs = state.jobs.filter(({ id }) => id === search);
    },
    `submission s1 is of job ${report}, which has no row`,
  ],
  [
    'an object of a job without a row',
    (state) => state.objects.set(objectKeys.fragment('3'.repeat(32), 'run-1', 0), bytes()),
    'belongs to nothing',
  ],
  [
    'results of a second run',
    (state) => {
      state.objects.set(objectKeys.manifest(report, 'run-2'), bytes({ artifacts: [] }));
      state.objects.set(objectKeys.artifact(report, 'run-2', 'report.tsv'), bytes());
    },
    'run-2/files/report.tsv belongs to nothing',
  ],
  [
    'an archive in no plan',
    (state) => state.objects.set(objectKeys.chunk(chunk('f')), bytes()),
    'belongs to nothing',
  ],
  [
    'the note of a chunk without its archive',
    (state) => state.objects.set(objectKeys.chunkRun(chunk('f')), bytes({})),
    'belongs to nothing',
  ],
  [
    'a query in no request',
    (state) => state.objects.set(objectKeys.query('f'.repeat(64)), bytes()),
    'belongs to nothing',
  ],
  ['a half-written file', (state) => (state.partialFiles = ['x']), 'half-written file x'],
  ['a scratch folder', (state) => (state.scratchFolders = ['task-x']), 'scratch folder task-x'],
  ['a tool that still runs', (state) => (state.toolProcesses = [4711]), 'tool process 4711'],
];

it('finds nothing wrong with a stack that is as it should be', () => {
  expect(faultsOf(sound())).toEqual([]);
});

it.each(planted)('finds %s', (_kind, plant, said) => {
  const state = sound();
  plant(state);
  expect(faultsOf(state)).toContainEqual(expect.stringContaining(said));
});

it.each<[string, (state: Mutable) => void]>([
  ['other bytes in a file', (state) => state.objects.set(rowsKey, { ...bytes(), digest: 'e'.repeat(64) })],
  ['one fragment more', (state) => state.objects.set(objectKeys.fragment(report, 'run-1', 1), bytes())],
  [
    'another progress',
    (state) => {
      state.jobs = state.jobs.map((job) => ({ ...job, progress: { done: 1, total: 1 } }));
    },
  ],
])('the shape of a job shows %s', (_difference, plant) => {
  const state = sound();
  plant(state);
  expect(shapeOf(state, report)).not.toEqual(shapeOf(sound(), report));
});

it('the shape of a job knows nothing of its id, its runs and its times', () => {
  const state = sound();
  const moved = new Map(
    [...state.objects].map(([key, value]) => [
      key.replace(report, '4'.repeat(32)).replace('run-1', 'run-7'),
      value,
    ]),
  );
  const jobs = state.jobs.map((job) =>
    job.id === report
      ? { ...job, id: '4'.repeat(32), runId: 'run-7', publishedRunId: 'run-7', createdAt: '' }
      : job,
  );
  expect(shapeOf({ ...state, jobs, objects: moved }, '4'.repeat(32))).toEqual(shapeOf(sound(), report));
});
