import type { MockActivityEnvironment } from '@temporalio/testing';
import { asActivities } from '../../../activities/as-activity.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import type { Manifest } from '../../../src/job/manifest.ts';
import type { JobRecord } from '../../../src/job/record.ts';
import { formatSteps, type ReportPlan } from '../../../src/report/contract.ts';
import { planSteps } from '../../../src/report/plan-steps.ts';
import type { PlannedChunk, PlanPage } from '../../../src/search/plan.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import { faultAt, losses } from '../../support/fakes/fault-at.ts';
import {
  createActivityWorld,
  inActivity,
  queryText,
  quietEnvironment,
  toolRun,
  wholeReport,
  type ActivityWorld,
} from '../activity-world.ts';
import { expectPublished, storedKeys } from './published.ts';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});

const now = '2026-01-01T00:00:00.000Z';
const fragmentKey = (index: number) => objectKeys.fragment(world.reportRef.jobId, 'run-1', index);

const textOf = (key: string): Promise<string> => world.text(key);

const stored = (): Promise<string[]> => storedKeys(world);

describe('waitForSearch', () => {
  const wait = (environment?: MockActivityEnvironment) =>
    inActivity(() => world.worker().waitForSearch(world.reportRef), environment);

  it('gives the plan of a search that is completed, and enters the next phase', async () => {
    const { chunkCount } = await world.finishSearch();
    const plan = await wait();
    expect(plan).toMatchObject({ chunkCount });
    expect(await world.row(world.reportRef)).toMatchObject({
      phase: 'formatting',
      stagesDone: ['waiting'],
      progress: { done: 0, total: formatSteps(plan).length },
    });
    expect(await wait()).toEqual(plan);
  });

  it.each([
    ['6', false],
    ['13', true],
  ])('plans by the sizes of the archives: format %s', async (outfmt, hasQueryFiles) => {
    world = await createActivityWorld(outfmt);
    const { chunkCount } = await world.finishSearch();
    const pageKey = objectKeys.planPage(world.searchRef.jobId, 'run-1', 0);
    const { chunks } = await readJson<PlanPage>(world.objects, pageKey);
    const sizeOf = async ({ chunkKey }: PlannedChunk) =>
      (await world.objects.head(objectKeys.chunk(chunkKey)))?.sizeBytes ?? 0;
    const sizes = await Promise.all(chunks.map(sizeOf));
    const found = await wait();
    expect(found).toEqual(planSteps({ chunkCount }, sizes, { toolSlots: 2, hasQueryFiles }));
    expect(found.isSmall ?? false).toBe(!hasQueryFiles);
  });

  it.each<[string, Partial<JobRecord>, object]>([
    [
      'failed',
      { failure: { code: 'TOOL_REJECTED_INPUT', message: 'blastp refused it.' }, finishedAt: now },
      { code: 'TOOL_REJECTED_INPUT', message: 'blastp refused it.' },
    ],
    [
      'cancelled',
      { failure: { code: 'CANCELLED', message: 'The job was cancelled.' }, finishedAt: now },
      { code: 'CANCELLED' },
    ],
    ['expired', { publishedRunId: null, finishedAt: now }, { code: 'RESULT_EXPIRED' }],
  ])('fails as a search that is %s did', async (state, change, failure) => {
    await world.setRow(world.searchRef, { ...change, state: state as JobRecord['state'], phase: null });
    await expect(wait()).rejects.toMatchObject(failure);
  });

  it('holds until a search that is still running is over', async () => {
    const waiting = wait();
    const { chunkCount } = await world.finishSearch();
    expect(await waiting).toMatchObject({ chunkCount });
  });

  it('notices a search whose run was ended from outside', async () => {
    world.launcher.describe = () => Promise.resolve({ runId: 'run-1', startedAt: now, status: 'terminated' });
    await expect(wait()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await world.row(world.searchRef)).toMatchObject({ state: 'failed' });
  });

  it('ends as cancelled soon after it was cancelled', async () => {
    const environment = quietEnvironment();
    const { waitForSearch } = asActivities({ waitForSearch: world.worker().waitForSearch });
    const waiting = environment.run(() => waitForSearch(world.reportRef)).catch((error: unknown) => error);
    await world.clock.sleep(100);
    environment.cancel();
    expect(await waiting).toMatchObject({ name: 'CancelledFailure' });
  });

  it('passes on that a store does not answer, to be tried again', async () => {
    world.documents.available = false;
    await expect(wait()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});

describe('formatChunks', () => {
  let plan: ReportPlan;
  beforeEach(async () => {
    plan = await world.finishSearch();
    await inActivity(() => world.worker().waitForSearch(world.reportRef));
  });

  const format = (from: number, to: number, environment?: MockActivityEnvironment) =>
    inActivity(() => world.worker().formatChunks(world.reportRef, from, to), environment);

  it('renders the chunks of its part with one process into one fragment, and notes the tool once', async () => {
    await format(0, plan.chunkCount);
    expect(world.engine.renderings).toBe(1);
    expect((await textOf(fragmentKey(0))).replaceAll(/^#.*\n/gm, '')).toBe(wholeReport);
    expect(await readJson(world.objects, objectKeys.toolRun(world.reportRef.jobId, 'run-1'))).toEqual({
      schemaVersion: 1,
      ...toolRun,
      tool: 'blast_formatter',
    });
  });

  it('keeps what the tool said, of every step', async () => {
    world.engine.says = 'Warning: odd\n';
    await format(0, 1);
    await format(1, 3);
    for (const first of [0, 1])
      expect(
        await readJson(world.objects, objectKeys.stepRun(world.reportRef.jobId, 'run-1', first)),
      ).toEqual({ schemaVersion: 1, ...toolRun, tool: 'blast_formatter', stderr: 'Warning: odd\n' });
    expect(
      await readJson(world.objects, objectKeys.toolRun(world.reportRef.jobId, 'run-1')),
    ).not.toHaveProperty('stderr');
  });

  it('renders its own part only', async () => {
    await format(1, 3);
    expect(await stored()).toEqual([fragmentKey(1)]);
  });

  it('renders nothing that an earlier attempt has rendered', async () => {
    await format(0, 2);
    await format(0, 2);
    expect(world.engine.renderings).toBe(1);
    await format(2, 4);
    expect(world.engine.renderings).toBe(2);
  });

  it('says which part of the search is missing in words for people', async () => {
    const { objects } = await world.objects.list('chunks/');
    await world.objects.delete(objects.map(({ key }) => key));
    await expect(format(0, 1)).rejects.toMatchObject({
      code: 'CHUNK_MISSING',
      message: expect.stringContaining('Submit the search again') as string,
    });
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['expired', { state: 'expired', publishedRunId: null }],
    ['being computed again', { state: 'running', publishedRunId: null }],
  ] as const)('says so when the results of the search are gone: it is %s', async (_what, change) => {
    await world.setRow(world.searchRef, { ...change, updatedAt: now });
    await expect(format(0, 1)).rejects.toMatchObject({ code: 'RESULT_EXPIRED' });
  });

  it('stops when it is cancelled', async () => {
    const environment = quietEnvironment();
    world.engine.onRun = () => {
      environment.cancel();
      return Promise.resolve();
    };
    const { formatChunks } = asActivities({ formatChunks: world.worker().formatChunks });
    await expect(environment.run(() => formatChunks(world.reportRef, 0, 4))).rejects.toMatchObject({
      name: 'CancelledFailure',
    });
    expect(await stored()).toEqual([]);
  });
});

describe('restartSearch', () => {
  const restart = () => inActivity(() => world.worker().restartSearch(world.reportRef));
  let plan: ReportPlan;
  beforeEach(async () => {
    plan = await world.finishSearch();
    world.engine.says = 'Warning: odd\n';
    await inActivity(() => world.worker().formatChunks(world.reportRef, 0, 2));
  });

  it('has a search computed again that lost an archive, and forgets what was rendered and said of it', async () => {
    const { objects } = await world.objects.list('chunks/');
    await world.objects.delete([objects[0]?.key ?? '']);
    await restart();
    expect(await world.row(world.searchRef)).toMatchObject({ state: 'queued', publishedRunId: null });
    expect(world.launcher.openRun(world.searchRef.jobId)).toMatchObject({ job: { kind: 'search' } });
    expect(await stored()).toEqual([objectKeys.toolRun(world.reportRef.jobId, 'run-1')]);
  });

  it('leaves a search alone whose archives are all there', async () => {
    await restart();
    expect(await world.row(world.searchRef)).toMatchObject({ state: 'completed' });
    await inActivity(() => world.worker().formatChunks(world.reportRef, 0, plan.chunkCount));
  });
});

describe('publishReport', () => {
  let plan: ReportPlan;
  beforeEach(async () => {
    plan = await world.finishSearch();
    const { waitForSearch, formatChunks } = world.worker();
    await inActivity(() => waitForSearch(world.reportRef));
    for (const { from, to } of formatSteps(plan))
      await inActivity(() => formatChunks(world.reportRef, from, to));
  });

  const fragmentKeys = () => formatSteps(plan).map(({ from }) => fragmentKey(from));
  const lastFragment = () => fragmentKeys().at(-1) ?? '';
  const publish = (worker = world.worker()) => inActivity(() => worker.publishReport(world.reportRef, plan));

  it('joins the fragments into the report, and leaves nothing but what it published', async () => {
    await publish();
    await expectPublished(world);
    expect(await stored()).toEqual([
      expect.stringContaining('/files/'),
      objectKeys.manifest(world.reportRef.jobId, 'run-1'),
      objectKeys.toolRun(world.reportRef.jobId, 'run-1'),
    ]);
  });

  it.each(losses)('can be repeated, whichever call to the stores dies with its %s', async (loss) => {
    const fragments = new Map<string, string>();
    for (const key of fragmentKeys()) fragments.set(key, await textOf(key));
    const fresh = await world.row(world.reportRef);
    for (let number = 1; ; number += 1) {
      const kept = (await stored()).filter((key) => !key.endsWith('tool-run.json'));
      await world.objects.delete(kept);
      for (const [key, text] of fragments) await world.objects.put(key, text);
      await world.setRow(world.reportRef, fresh);
      const line = faultAt(number, loss);
      const dying = world.worker({
        objects: line.wrap(world.objects, 'STORE_UNAVAILABLE'),
        documents: line.wrap(world.documents, 'STORE_UNAVAILABLE'),
      });
      await publish(dying).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
      });
      if ((await world.row(world.reportRef)).state === 'completed') await expectPublished(world);
      if (!line.hasStruck()) {
        expect(number).toBeGreaterThan(10);
        break;
      }
      await publish();
      await expectPublished(world);
    }
  });

  it('can be repeated when only some of the fragments were removed', async () => {
    await publish();
    await world.objects.put(lastFragment(), 'left over');
    await publish();
    await expectPublished(world);
    expect(await stored()).not.toContain(lastFragment());
  });

  it('never changes a file that was written', async () => {
    await publish();
    const { artifacts } = await readJson<Manifest>(
      world.objects,
      objectKeys.manifest(world.reportRef.jobId, 'run-1'),
    );
    const before = await world.objects.head(artifacts[0]?.key ?? '');
    await publish();
    expect(await world.objects.head(artifacts[0]?.key ?? '')).toEqual(before);
  });
});

describe('a report that is not one rendered file', () => {
  async function publishedAs(outfmt: string): Promise<Manifest> {
    world = await createActivityWorld(outfmt);
    const plan = await world.finishSearch();
    const { waitForSearch, formatChunks, publishReport } = world.worker();
    await inActivity(() => waitForSearch(world.reportRef));
    for (const { from, to } of formatSteps(plan)) {
      await inActivity(() => formatChunks(world.reportRef, from, to));
      await inActivity(() => formatChunks(world.reportRef, from, to));
    }
    await inActivity(() => publishReport(world.reportRef, plan));
    return readJson<Manifest>(world.objects, objectKeys.manifest(world.reportRef.jobId, 'run-1'));
  }

  it('a format of several files gives the list of them and a file for each query, by number', async () => {
    const { artifacts } = await publishedAs('13');
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    expect(artifacts.map(({ name }) => name)).toEqual([
      'report.json',
      ...numbers.map((number) => `report_${String(number)}.json`),
    ]);
    expect(await textOf(artifacts[50]?.key ?? '')).toBe('file rendered_q49.json\n');
    expect(await textOf(artifacts[0]?.key ?? '')).toContain('"report_50.json"');
    expect(new Set(artifacts.map(({ digest }) => digest)).size).toBe(51);
    expect((await stored()).filter((key) => key.includes('/fragments/'))).toEqual([]);
  });

  it('an archive is that of the chunks, and no tool runs for it', async () => {
    const { artifacts, provenance } = await publishedAs('11');
    expect(artifacts.map(({ name }) => name)).toEqual(['report.asn1']);
    expect(await textOf(artifacts[0]?.key ?? '')).toBe(queryText);
    expect(provenance.tools).toEqual([]);
    expect(world.engine.renderings).toBe(0);
  });
});
