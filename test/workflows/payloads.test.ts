import { defaultPayloadConverter } from '@temporalio/common';
import { errorTable, type ErrorCode, type Failure } from '../../src/errors/index.ts';
import type { JobInput, RecordActivities, RunRef } from '../../src/job/contract.ts';
import type { DatabaseActivities } from '../../src/database/contract.ts';
import { objectKeys } from '../../src/job/keys.ts';
import type { Run } from '../../src/ports/job-launcher.ts';
import type { ReportActivities, ReportPlan } from '../../src/report/contract.ts';
import { chunksPerPage } from '../../src/search/plan.ts';
import type { SearchActivities, SearchInput } from '../../src/search/contract.ts';

/** What history carries, at its largest. The server warns at 256 KB; DESIGN wants claim checks. */
const limitBytes = 64 * 1024;

const jobId = 'f'.repeat(32);
const run: Run = { runId: 'ffffffff-ffff-4fff-bfff-ffffffffffff', startedAt: '9999-12-31T23:59:59.999Z' };
const input: JobInput = { schemaVersion: 2, jobId, requestKey: objectKeys.request(jobId) };
const ref: RunRef = { jobId, requestKey: input.requestKey, runId: run.runId };
const most = Number.MAX_SAFE_INTEGER;
const plan = { chunkCount: most, pageCount: most };
const reportPlan: ReportPlan = {
  chunkCount: most,
  inRounds: true,
  stepStarts: [most, most, most, most],
  isSmall: true,
};
const searchInput: SearchInput = { ...input, resume: { run, plan, nextPage: most, timesLost: most } };
const longestCode = (Object.keys(errorTable) as ErrorCode[]).reduce((a, b) => (b.length > a.length ? b : a));
/** A tool's own words are cut where they are captured: 64 KiB of standard error at most, of which the message holds lines. */
const failure: Failure = { code: longestCode, message: '\u{1f9ec}'.repeat(8_000) };

type ArgumentsOf<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => Promise<unknown> ? A : never;
};
type ResultsOf<T> = {
  readonly [K in keyof T]: T[K] extends (...args: never[]) => Promise<infer R> ? R : never;
};
type Activities = RecordActivities & SearchActivities & ReportActivities & DatabaseActivities;

/** Every activity there is: a new one does not compile without its payloads here. */
const activityArguments: ArgumentsOf<Activities> = {
  claimRun: [{ ...ref, ...run }],
  recordProgress: [ref, most, most],
  recordFailure: [ref, failure],
  recordCancellation: [ref],
  planSearch: [ref],
  findUnsearched: [ref, most],
  searchChunk: [ref, most, most],
  publishSearch: [ref, plan],
  waitForSearch: [ref],
  restartSearch: [ref],
  formatChunks: [ref, most, most],
  renderReport: [ref, reportPlan],
  publishReport: [ref, reportPlan],
  buildDatabase: [ref],
};

const activityResults: ResultsOf<Activities> = {
  claimRun: { published: false },
  recordProgress: undefined,
  recordFailure: undefined,
  recordCancellation: undefined,
  planSearch: plan,
  findUnsearched: Array.from({ length: chunksPerPage }, (_, rank) => rank),
  searchChunk: { computed: false },
  publishSearch: undefined,
  waitForSearch: reportPlan,
  restartSearch: undefined,
  formatChunks: undefined,
  renderReport: undefined,
  publishReport: undefined,
  buildDatabase: undefined,
};

const payloads: readonly (readonly [string, unknown])[] = [
  ['the input of every workflow', input],
  ['the input of a search that goes on', searchInput],
  ...Object.entries(activityArguments).flatMap(([name, args]) =>
    (args as unknown[]).map((argument, index) => [`argument ${String(index)} of ${name}`, argument] as const),
  ),
  ...Object.entries(activityResults).map(([name, result]) => [`the result of ${name}`, result] as const),
];

it.each(payloads)('%s comes back as it was sent, and is small', (_what, value) => {
  const payload = defaultPayloadConverter.toPayload(value);
  expect(defaultPayloadConverter.fromPayload(payload)).toEqual(value);
  if (value !== undefined) expect(JSON.parse(JSON.stringify(value))).toEqual(value);
  expect(payload.data?.length ?? 0).toBeLessThan(limitBytes);
});

it('carries no sequences and no requests: an input is ids and one key', () => {
  expect(Object.keys(input).sort()).toEqual(['jobId', 'requestKey', 'schemaVersion']);
  expect(JSON.stringify(searchInput).length).toBeLessThan(1_000);
});
