import type { MockActivityEnvironment } from '@temporalio/testing';
import { asActivities } from '../../../activities/as-activity.ts';
import { PlatformError } from '../../../src/errors/index.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import type { Manifest } from '../../../src/job/manifest.ts';
import type { ReportPlan } from '../../../src/report/contract.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import { faultAt, losses } from '../../support/fakes/fault-at.ts';
import {
  createActivityWorld,
  inActivity,
  queryText,
  quietEnvironment,
  type ActivityWorld,
} from '../activity-world.ts';
import { expectPublished, storedKeys } from './published.ts';

let world: ActivityWorld;
let plan: ReportPlan;

async function begin(outfmt?: string): Promise<void> {
  world = await createActivityWorld(outfmt);
  const { chunkCount } = await world.finishSearch();
  await inActivity(() => world.worker().waitForSearch(world.reportRef));
  plan = { chunkCount, isSmall: true, stepStarts: [0, 1, 3] };
}
beforeEach(() => begin());

const render = (environment?: MockActivityEnvironment, worker = world.worker()) =>
  inActivity(() => asActivities({ step: worker.renderReport }).step(world.reportRef, plan), environment);
const manifestKey = () => objectKeys.manifest(world.reportRef.jobId, 'run-1');
const manifest = () => readJson<Manifest>(world.objects, manifestKey());

const stored = (): Promise<string[]> => storedKeys(world);

it('renders every part with one process and publishes the whole, and stores nothing else', async () => {
  await render();
  await expectPublished(world);
  expect(world.engine.renderings).toBe(3);
  expect(await stored()).toEqual([
    objectKeys.artifact(world.reportRef.jobId, 'run-1', 'report.tsv'),
    manifestKey(),
  ]);
});

it('renders all parts at the same time', async () => {
  let underWay = 0;
  let letGo = (): void => undefined;
  const all = new Promise<void>((resolve) => (letGo = resolve));
  world.engine.onRun = async () => {
    underWay += 1;
    if (underWay === 3) letGo();
    await all;
  };
  await render();
  await expectPublished(world);
});

it('gives every part a signal of its own: with ten listeners Node warns of a leak', async () => {
  const signals = new Set<AbortSignal>();
  world.engine.onRun = (signal) => {
    signals.add(signal);
    return Promise.resolve();
  };
  await render();
  expect(signals.size).toBe(3);
});

it('keeps what the tool said, of every part', async () => {
  world.engine.says = 'Warning: odd\n';
  await render();
  for (const first of [0, 1, 3]) {
    expect(
      await readJson(world.objects, objectKeys.stepRun(world.reportRef.jobId, 'run-1', first)),
    ).toMatchObject({
      stderr: 'Warning: odd\n',
    });
  }
  await expectPublished(world);
});

it('does nothing once the report is published', async () => {
  await render();
  const before = await world.objects.head(manifestKey());
  await render();
  expect(world.engine.renderings).toBe(3);
  expect(await world.objects.head(manifestKey())).toEqual(before);
});

it('does nothing for a run that another one has followed', async () => {
  await world.setRow(world.reportRef, { runId: 'run-2' });
  await expect(render()).rejects.toMatchObject({ type: 'RUN_SUPERSEDED', nonRetryable: true });
  expect(world.engine.renderings).toBe(0);
});

it.each(losses)('can be repeated, whichever call to the stores dies with its %s', async (loss) => {
  const fresh = await world.row(world.reportRef);
  for (let number = 1; ; number += 1) {
    await world.objects.delete(await stored());
    await world.setRow(world.reportRef, fresh);
    const line = faultAt(number, loss);
    const dying = world.worker({
      objects: line.wrap(world.objects, 'STORE_UNAVAILABLE'),
      documents: line.wrap(world.documents, 'STORE_UNAVAILABLE'),
    });
    await render(undefined, dying).catch((error: unknown) => {
      expect(error).toMatchObject({ type: 'STORE_UNAVAILABLE', nonRetryable: false });
    });
    if ((await world.row(world.reportRef)).state === 'completed') await expectPublished(world);
    if (!line.hasStruck()) {
      expect(number).toBeGreaterThan(10);
      break;
    }
    await render();
    await expectPublished(world);
  }
});

/** Lets the first two parts go on until they are told to stop, which takes them some time. @returns those that have ended */
function slowParts(onThird: () => void): readonly number[] {
  const ended: number[] = [];
  let begun = 0;
  world.engine.onRun = async (signal) => {
    const part = (begun += 1);
    if (part === 3) onThird();
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    for (let turn = 0; turn < 20; turn += 1) await world.clock.sleep(1);
    ended.push(part);
    signal.throwIfAborted();
  };
  return ended;
}

it('a part that fails stops the others, and its failure is that of the step', async () => {
  const ended = slowParts(() => {
    throw new PlatformError('TOOL_CRASHED', 'It fell over.');
  });
  await expect(render()).rejects.toMatchObject({ type: 'TOOL_CRASHED', message: 'It fell over.' });
  expect(ended).toEqual([1, 2]);
  expect(await stored()).toEqual([]);
  world.engine.onRun = () => Promise.resolve();
  await render();
  await expectPublished(world);
});

it('stops all parts when it is cancelled, and ends after them', async () => {
  const environment = quietEnvironment();
  const ended = slowParts(() => environment.cancel());
  await expect(render(environment)).rejects.toMatchObject({ name: 'CancelledFailure' });
  expect(ended).toEqual([1, 2, 3]);
  expect(await stored()).toEqual([]);
});

it.each([
  [
    'a chunk is gone',
    'CHUNK_MISSING',
    async () => {
      const { objects } = await world.objects.list('chunks/');
      await world.objects.delete(objects.map(({ key }) => key));
    },
  ],
  [
    'the results of the search have expired',
    'RESULT_EXPIRED',
    () => world.setRow(world.searchRef, { state: 'expired', publishedRunId: null }),
  ],
] as const)('says so when %s', async (_what, type, lose) => {
  await lose();
  await expect(render()).rejects.toMatchObject({ type });
  expect(await stored()).toEqual([]);
});

it('a report that is the archives takes no tool', async () => {
  await begin('11');
  await render();
  const { artifacts, provenance } = await manifest();
  expect(artifacts.map(({ name }) => name)).toEqual(['report.asn1']);
  expect(await world.text(artifacts[0]?.key ?? '')).toBe(queryText);
  expect(provenance.tools).toEqual([]);
  expect(world.engine.renderings).toBe(0);
});
