import { readdirSync, readFileSync } from 'node:fs';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import * as workflows from '../../workflows/index.ts';
import { workflowTypes } from '../../src/adapters/temporal/workflow-names.ts';
import { jobKinds } from '../../src/job/record.ts';

/** The bundle that workers run; `npm test` builds it first. */
const code = readFileSync(new URL('../../dist/workflow-bundle.js', import.meta.url), 'utf8');
const historiesFolder = new URL('./histories/', import.meta.url);
const recorded = readdirSync(historiesFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort();

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
});

interface HistoryEvent {
  readonly activityTaskScheduledEventAttributes?: {
    readonly activityType: { readonly name: string };
    /** Equal for all that were handed out in one moment. */
    readonly workflowTaskCompletedEventId: string;
  };
}

function eventsOf(name: string): readonly HistoryEvent[] {
  const text = readFileSync(new URL(name, historiesFolder), 'utf8');
  return (JSON.parse(text) as { readonly events: readonly HistoryEvent[] }).events;
}

/** The activities of a history, by name. */
function scheduled(events: readonly HistoryEvent[]): string[] {
  return events.flatMap(
    ({ activityTaskScheduledEventAttributes: attributes }) => attributes?.activityType.name ?? [],
  );
}

function replay(name: string, bundle = code): Promise<void> {
  const history: unknown = JSON.parse(readFileSync(new URL(name, historiesFolder), 'utf8'));
  return Worker.runReplayHistory({ workflowBundle: { code: bundle } }, history, name);
}

it.each(recorded)('%s replays with the workflows as they are', async (name) => {
  await replay(name);
});

const endings = ['success', 'retry', 'cancel', 'failure'];

it.each(jobKinds.flatMap((kind) => endings.map((ending) => `${kind}/${ending}.json`)))(
  'there is a recorded history of %s',
  (name) => {
    expect(recorded).toContain(name);
  },
);

it.each(['search/lost-chunks.json', 'search/lost-chunks-2.json', 'report/lost-chunks.json'])(
  'there is a recorded history of chunks that were removed meanwhile: %s',
  (name) => {
    expect(recorded).toContain(name);
  },
);

it('a search asks which chunks are searched, and hands out only the others', () => {
  const events = eventsOf('search/known-chunks.json');
  const searched = scheduled(events).filter((name) => name === 'searchChunk');
  expect(scheduled(events)).toContain('findUnsearched');
  expect(searched.length).toBeGreaterThan(0);
  expect(searched.length).toBeLessThanOrEqual(2);
});

it('a search whose only chunk is searched goes from its plan to its end', () => {
  expect(scheduled(eventsOf('search/known-chunk.json'))).toEqual(['planSearch', 'publishSearch']);
});

it('a search hands its first chunks to the queue one after another, so that the largest are given out first', () => {
  const moments = new Map<string, number>();
  for (const { activityTaskScheduledEventAttributes: attributes } of eventsOf('search/success.json')) {
    if (attributes?.activityType.name !== 'searchChunk') continue;
    const { workflowTaskCompletedEventId: moment } = attributes;
    moments.set(moment, (moments.get(moment) ?? 0) + 1);
  }
  expect([...moments.values()].slice(0, 7)).toEqual([2, 1, 1, 1, 1, 1, 1]);
});

it.each(jobKinds)(
  'a %s claims its row before the first task it hands out, and did so by a task before',
  (kind) => {
    expect(scheduled(eventsOf(`${kind}/success.json`))).not.toContain('claimRun');
    const before = { search: 3, report: 2, database: 1 }[kind];
    expect(scheduled(eventsOf(`${kind}/${String(before)}/success.json`))).toContain('claimRun');
  },
);

it('a small report is made by one step, others are shared out', () => {
  expect(scheduled(eventsOf('report/success.json'))).toEqual(['waitForSearch', 'renderReport']);
  const steps = scheduled(eventsOf('report/shared-out.json'));
  expect(steps.filter((name) => name === 'formatChunks')).toHaveLength(4);
  expect(steps.at(-1)).toBe('publishReport');
});

it('a search that is cancelled while its worker is gone ends as cancelled, and ended as failed before', () => {
  const endOf = (name: string): unknown => scheduled(eventsOf(name)).at(-1);
  expect(endOf('search/cancel-without-worker.json')).toBe('recordCancellation');
  expect(endOf('search/2/cancel-without-worker.json')).toBe('recordFailure');
});

it('a search of more than a hundred chunks goes on recording its progress', () => {
  const pages = recorded.filter((name) => name.startsWith('search/two-pages'));
  const records = pages.flatMap((name) =>
    scheduled(eventsOf(name)).filter((one) => one === 'recordProgress'),
  );
  expect(records.length).toBeGreaterThan(50);
});

it('there are the histories of a search whose plan has two pages, as it went and as it went on', () => {
  expect(recorded).toEqual(expect.arrayContaining(['search/two-pages.json', 'search/two-pages-2.json']));
});

it('the bundle exports a workflow for every kind of job, under the name that is started', () => {
  expect(Object.keys(workflows).sort()).toEqual(Object.values(workflowTypes).sort());
});

describe('a changed workflow fails the replay', () => {
  it.each([
    ['search/success.json', 'planSearch.executeWithOptions', 'publishSearch.executeWithOptions'],
    ['search/known-chunks.json', 'findUnsearched.executeWithOptions', 'planSearch.executeWithOptions'],
    ['search/known-chunk.json', 'is-searched', 'is-searched-too'],
    ['search/success.json', 'largest-first', 'largest-last'],
    ['search/cancel-without-worker.json', 'stopped-is-cancelled', 'stopped-is-failed'],
    ['search/cancel.json', '.recordCancellation(', '.recordProgress('],
    ['search/success.json', 'schemaVersion === 1', 'schemaVersion !== 1'],
    ['report/success.json', 'renderReport.executeWithOptions', 'publishReport.executeWithOptions'],
    ['report/shared-out.json', 'formatChunks.executeWithOptions', 'publishReport.executeWithOptions'],
    ['report/lost-chunks.json', 'restartSearch.executeWithOptions', 'publishReport.executeWithOptions'],
    ['database/success.json', 'await buildDatabase(ref)', 'void ref'],
  ])('%s, with another step in place of %s', async (name, step, other) => {
    const changed = code.replaceAll(step, other);
    expect(changed === code).toBe(false);
    await expect(replay(name, changed)).rejects.toThrow(DeterminismViolationError);
  });
});
