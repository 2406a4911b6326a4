import { canonicalJson, objectKeys } from '../../../src/job/keys.ts';
import type { ObjectStore } from '../../../src/ports/object-store.ts';
import type { PlanPage } from '../../../src/search/plan.ts';
import { publishJob } from '../../../src/usecases/publish-job.ts';
import { recomputeSearch } from '../../../src/usecases/recompute-search.ts';
import { isChunkStored, isPlanStored } from '../../../src/usecases/stored-chunks.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { sweepObjects } from '../../../src/usecases/sweep-objects.ts';
import { runEveryOrder, type Actors, type Stepper } from '../../support/step-through.ts';
import { asked, createJobWorld, jobId, manifestOf, type JobWorld } from './job-world.ts';

const chunkKey = 'ab12';
const archiveKey = objectKeys.chunk(chunkKey);
const noteKey = objectKeys.chunkRun(chunkKey);
const page: PlanPage = {
  schemaVersion: 1,
  page: 0,
  chunks: [
    { index: 0, startByte: 0, endByte: 1, queriesBefore: 0, queryCount: 1, residueCount: 1, chunkKey },
  ],
};

/** How often the chunk was computed, in each order. */
const computations = new Set<number>();

/** What each actor has done so far and what it saw: with the store, all that the rest of the play depends on. */
type Doings = Map<string, string[]>;

/**
 * Waits for a turn before each call that the other may see: what concerns the chunk, the plan or the manifest. Keys that
 * are deleted together go one after the other, as in a real store.
 */
function stepped(objects: ObjectStore, stepper: Stepper, actor: string, doings: Doings): ObjectStore {
  let last: Promise<unknown> = Promise.resolve();
  const own: string[] = [];
  doings.set(actor, own);
  // An actor that asks for two things at once has them answered one after the other.
  const step = <T>(key: string, call: string, proceed: () => Promise<T>): Promise<T> => {
    if (!/^(?:chunks|jobs)\//.test(key) || key.endsWith('request.json')) return proceed();
    const next = last.then(async () => {
      await stepper.turn(actor, call);
      const answer = await proceed();
      own.push(`${call} ${key} ${shown(answer)}`);
      return answer;
    });
    last = next;
    return next;
  };
  return {
    ...objects,
    put: (key, body, options) => step(key, 'put', () => objects.put(key, body, options)),
    head: (key) => step(key, 'head', () => objects.head(key)),
    get: (key, range) => step(key, 'get', () => objects.get(key, range)),
    list: (prefix, options) => step(prefix, 'list', () => objects.list(prefix, options)),
    async delete(keys) {
      for (const key of keys) await step(key, 'delete', () => objects.delete([key]));
    },
  };
}

function shown(answer: unknown): string {
  const isPage = typeof answer === 'object' && answer !== null && 'objects' in answer;
  return isPage ? JSON.stringify(answer.objects, ['key']) : String(answer !== undefined);
}

/** A chunk that is stored, that nobody wants, and that one sweep has condemned; and a search that is to run. */
async function make(): Promise<Actors> {
  const world = createJobWorld();
  await world.objects.put(noteKey, '{"schemaVersion":1}');
  await world.objects.put(archiveKey, 'archive');
  await submitJob(world, asked('alice'));
  await sweepObjects(world, { dryRun: false });
  let computed = 0;
  let rendered: boolean | undefined;
  const doings: Doings = new Map();
  return {
    start: (stepper) =>
      Promise.all([
        sweepObjects(
          { ...world, objects: stepped(world.objects, stepper, 'sweep', doings) },
          { dryRun: false },
        ),
        searchAndReport(world, stepped(world.objects, stepper, 'search', doings), () => (computed += 1)).then(
          (done) => (rendered = done),
        ),
      ]),
    moves: () => [],
    position: async () => {
      const { objects } = await world.objects.list('');
      return canonicalJson([[...doings], objects.map(({ key }) => key)]);
    },
    checkNow: () => Promise.resolve(),
    async checkEnd() {
      computations.add(computed);
      expect(rendered).toBe(true);
      expect(computed).toBeLessThanOrEqual(2);
      expect(await world.row()).toMatchObject({ state: 'completed' });
    },
  };
}

/** The runs of a search and of a report of it, step by step as their workflows have them. */
async function searchAndReport(
  world: JobWorld,
  objects: ObjectStore,
  onCompute: () => void,
): Promise<boolean> {
  for (let restarts = 0; restarts <= 3; restarts += 1) {
    await search(world, objects, onCompute);
    // The report reads the archive; where it is gone the search is computed again.
    if (await objects.get(archiveKey)) return true;
    await recomputeSearch(world, jobId, { priority: 2, fairnessKey: 'alice' });
  }
  return false;
}

async function search(world: JobWorld, objects: ObjectStore, onCompute: () => void): Promise<void> {
  await world.begin();
  const { launcher } = world;
  const runId = launcher.openRun(jobId)?.runId ?? '';
  const pageKey = objectKeys.planPage(jobId, runId, 0);
  await objects.put(pageKey, canonicalJson(page));
  for (let timesLost = 0; timesLost <= 3; timesLost += 1) {
    if (!(await isChunkStored(objects, { chunkKey }))) {
      onCompute();
      await objects.put(noteKey, '{"schemaVersion":1}', { ifAbsent: true });
      await objects.put(archiveKey, 'archive', { ifAbsent: true });
    }
    if (await isPlanStored(objects, [pageKey])) break;
  }
  await publishJob(
    { ...world, objects },
    { ...manifestOf(runId), plan: { pageKeys: [pageKey], chunkCount: 1 } },
  );
  launcher.close(jobId, 'completed');
}

it('a sweep that deletes a chunk in the moment a new search wants it: every order of their calls ends in a report', async () => {
  const orders = await runEveryOrder(make);
  expect(orders).toBeGreaterThan(100);
  // There are orders in which the chunk is kept, in which it is computed again, and in which it is lost twice.
  expect(computations).toEqual(new Set([0, 1, 2]));
}, 120_000);
