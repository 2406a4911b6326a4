import { asActivities } from '../../../activities/as-activity.ts';
import { PlatformError } from '../../../src/errors/index.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import type { Manifest } from '../../../src/job/manifest.ts';
import type { PlanPage } from '../../../src/search/plan.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import { faultAt, losses } from '../../support/fakes/fault-at.ts';
import {
  createActivityWorld,
  inActivity,
  quietEnvironment,
  queryText,
  toolRun,
  type ActivityWorld,
} from '../activity-world.ts';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});

const planPage = (): Promise<PlanPage> =>
  readJson<PlanPage>(world.objects, objectKeys.planPage(world.searchRef.jobId, 'run-1', 0));

const archiveOf = (chunkKey: string): Promise<string> => world.text(objectKeys.chunk(chunkKey));

describe('planSearch', () => {
  it('cuts the query into chunks that tile it, and says what comes', async () => {
    const plan = await inActivity(() => world.worker().planSearch(world.searchRef));
    const { chunks } = await planPage();
    expect(plan).toEqual({ chunkCount: chunks.length, pageCount: 1 });
    expect(chunks.length).toBeGreaterThanOrEqual(3);
    expect(chunks.map(({ startByte, endByte }) => queryText.slice(startByte, endByte)).join('')).toBe(
      queryText,
    );
    expect(await world.row(world.searchRef)).toMatchObject({
      phase: 'searching',
      stagesDone: ['planning'],
      progress: { done: 0, total: chunks.length },
    });
  });

  it('gives the same plan again, and leaves what it wrote', async () => {
    const first = await inActivity(() => world.worker().planSearch(world.searchRef));
    const pages = await planPage();
    const row = await world.row(world.searchRef);
    world.clock.advance(1_000);
    expect(await inActivity(() => world.worker().planSearch(world.searchRef))).toEqual(first);
    expect(await planPage()).toEqual(pages);
    expect(await world.row(world.searchRef)).toEqual(row);
  });

  it('of another run of the job names the same chunks', async () => {
    await inActivity(() => world.worker().planSearch(world.searchRef));
    const later = { ...world.searchRef, runId: 'run-2' };
    world.clock.advance(1_000);
    await world.claim(later, world.search);
    await inActivity(() => world.worker().planSearch(later));
    expect(await readJson(world.objects, objectKeys.planPage(later.jobId, 'run-2', 0))).toEqual(
      await planPage(),
    );
  });

  it('says so when the query is gone', async () => {
    await world.objects.delete([world.search.query.objectKey]);
    await expect(inActivity(() => world.worker().planSearch(world.searchRef))).rejects.toMatchObject({
      code: 'INTERNAL',
    });
  });
});

describe('planSearch of a query with children', () => {
  const scope = { site: 'DemoDB', targets: [{ displayName: 'Demo', file: 'Demo' }] };
  const plan = (toolSlots: number) =>
    inActivity(() => world.worker({}, { toolSlots }).planSearch(world.searchRef));
  beforeEach(async () => {
    const key = { ...world.search.key, scope };
    await world.objects.put(world.searchRef.requestKey, JSON.stringify({ ...world.search, key }));
  });

  it('cuts more chunks where more tools may run at the same time', async () => {
    const { chunkCount } = await plan(1);
    await world.objects.delete([
      objectKeys.planSlots(world.searchRef.jobId, 'run-1'),
      objectKeys.planPage(world.searchRef.jobId, 'run-1', 0),
    ]);
    expect((await plan(8)).chunkCount).toBeGreaterThan(chunkCount);
  });

  it('gives the same plan again on a worker of another size, whatever call of the first died', async () => {
    for (let number = 1; ; number += 1) {
      const { objects } = await world.objects.list(objectKeys.run(world.searchRef.jobId, 'run-1'));
      await world.objects.delete(objects.map(({ key }) => key));
      const line = faultAt(number, 'answer lost');
      const first = world.worker(
        { objects: line.wrap(world.objects, 'STORE_UNAVAILABLE') },
        { toolSlots: 1 },
      );
      await inActivity(() => first.planSearch(world.searchRef)).catch(() => undefined);
      const { chunkCount } = await plan(8);
      expect((await planPage()).chunks).toHaveLength(chunkCount);
      if (!line.hasStruck()) break;
    }
  });

  it('takes nothing over from an attempt of before slots were counted', async () => {
    const page = { schemaVersion: 1, page: 0, chunks: [] };
    await world.objects.put(objectKeys.planPage(world.searchRef.jobId, 'run-1', 0), JSON.stringify(page));
    const { chunkCount } = await plan(2);
    expect((await planPage()).chunks).toHaveLength(chunkCount);
  });
});

describe('findUnsearched', () => {
  const find = () => inActivity(() => world.worker().findUnsearched(world.searchRef, 0));
  beforeEach(async () => {
    await inActivity(() => world.worker().planSearch(world.searchRef));
  });

  it('names the chunks of a page that are not stored, by the rank that they are searched by', async () => {
    const { chunks } = await planPage();
    const every = [...chunks.keys()];
    expect(await find()).toEqual(every);
    await inActivity(() => world.worker().searchChunk(world.searchRef, 0, 1));
    expect(await find()).toEqual(every.filter((rank) => rank !== 1));
    for (const rank of every) await inActivity(() => world.worker().searchChunk(world.searchRef, 0, rank));
    expect(await find()).toEqual([]);
  });

  it('names a chunk of which only the note is stored: a writer was killed', async () => {
    await inActivity(() => world.worker().searchChunk(world.searchRef, 0, 0));
    const { objects } = await world.objects.list('chunks/');
    await world.objects.delete(objects.map(({ key }) => key).filter((key) => key.endsWith('.asn')));
    expect(await find()).toContain(0);
  });
});

describe('searchChunk', () => {
  beforeEach(async () => {
    await inActivity(() => world.worker().planSearch(world.searchRef));
  });

  const search = (rank = 0) => inActivity(() => world.worker().searchChunk(world.searchRef, 0, rank));
  const largest = async () => {
    const [first] = [...(await planPage()).chunks].sort(
      (a, b) => b.residueCount - a.residueCount || a.index - b.index,
    );
    if (!first) throw new Error('the plan is empty');
    return first;
  };

  it('stores the archive of the bytes of its chunk, and how it was made', async () => {
    expect(await search()).toEqual({ computed: true });
    const { chunkKey, startByte, endByte } = await largest();
    expect(await archiveOf(chunkKey)).toBe(queryText.slice(startByte, endByte));
    expect(await readJson(world.objects, objectKeys.chunkRun(chunkKey))).toEqual({
      schemaVersion: 1,
      ...toolRun,
    });
  });

  it('keeps what the tool said in the note about its run', async () => {
    world.engine.says = 'Warning: [blastp] odd\n';
    await search();
    expect(await readJson(world.objects, objectKeys.chunkRun((await largest()).chunkKey))).toEqual({
      schemaVersion: 1,
      ...toolRun,
      stderr: 'Warning: [blastp] odd\n',
    });
  });

  it('runs no tool when the archive exists, whoever made it', async () => {
    const { chunkKey } = await largest();
    await world.objects.put(objectKeys.chunkRun(chunkKey), '{"schemaVersion":1}');
    await world.objects.put(objectKeys.chunk(chunkKey), 'made by another job');
    expect(await search()).toEqual({ computed: false });
    expect(world.engine.searches).toBe(0);
  });

  it.each(['chunk', 'chunkRun'] as const)('makes good what is missing: its %s', async (part) => {
    await search();
    const key = objectKeys[part]((await largest()).chunkKey);
    await world.objects.delete([key]);
    expect(await search()).toEqual({ computed: true });
    expect(await world.objects.head(key)).toBeDefined();
  });

  it('of two at once publishes the first to end, and neither fails', async () => {
    const { chunkKey } = await largest();
    let arrived = 0;
    let release = (): void => undefined;
    const both = new Promise<void>((resolve) => (release = resolve));
    world.engine.onRun = () => {
      if ((arrived += 1) === 2) release();
      return both;
    };
    expect(await Promise.all([search(), search()])).toEqual([{ computed: true }, { computed: true }]);
    const archive = await archiveOf(chunkKey);
    await world.objects.put(objectKeys.chunk(chunkKey), 'a third one', { ifAbsent: true });
    expect(await archiveOf(chunkKey)).toBe(archive);
  });

  it('stores nothing when the tool fails, and works the next time', async () => {
    world.engine.onRun = () => Promise.reject(new PlatformError('TOOL_CRASHED', 'blastp crashed.'));
    await expect(search()).rejects.toMatchObject({ code: 'TOOL_CRASHED' });
    expect((await world.objects.list('chunks/')).objects).toEqual([]);
    world.engine.onRun = () => Promise.resolve();
    expect(await search()).toEqual({ computed: true });
  });

  it.each(losses)(
    'has its provenance wherever it has its archive, whichever call dies with its %s',
    async (loss) => {
      const { chunkKey } = await largest();
      for (let number = 1; ; number += 1) {
        await world.objects.delete([objectKeys.chunk(chunkKey), objectKeys.chunkRun(chunkKey)]);
        const line = faultAt(number, loss);
        const { searchChunk } = world.worker({ objects: line.wrap(world.objects, 'STORE_UNAVAILABLE') });
        await inActivity(() => searchChunk(world.searchRef, 0, 0)).catch(() => undefined);
        if (await world.objects.head(objectKeys.chunk(chunkKey)))
          expect(await world.objects.head(objectKeys.chunkRun(chunkKey))).toBeDefined();
        if (!line.hasStruck()) break;
        await search();
        expect(await archiveOf(chunkKey)).not.toBe('');
      }
    },
  );

  it('gives the tool the signal of its cancellation, and ends as cancelled', async () => {
    const environment = quietEnvironment();
    world.engine.onRun = (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new PlatformError('TOOL_CRASHED', 'blastp was ended by SIGTERM.', { cause: signal.reason }));
        });
        environment.cancel();
      });
    const { searchChunk } = asActivities({ searchChunk: world.worker().searchChunk });
    const running = environment.run(() => searchChunk(world.searchRef, 0, 0));
    await expect(running).rejects.toMatchObject({ name: 'CancelledFailure' });
    expect((await world.objects.list('chunks/')).objects).toEqual([]);
  });
});

describe('publishSearch', () => {
  it('names the chunks, the query as a file, and how the archives were made', async () => {
    const plan = await world.finishSearch();
    const { searchRef, search } = world;
    expect(
      await readJson<Manifest>(world.objects, objectKeys.manifest(searchRef.jobId, 'run-1')),
    ).toMatchObject({
      schemaVersion: 1,
      kind: 'search',
      jobId: searchRef.jobId,
      runId: 'run-1',
      publishedAt: '2026-01-01T00:00:00.000Z',
      artifacts: [
        {
          name: 'query.fasta',
          key: search.query.objectKey,
          sizeBytes: queryText.length,
          digest: search.query.digest,
          mediaType: 'text/x-fasta',
        },
      ],
      provenance: { engine: 'local', databases: search.key.databases, tools: [toolRun] },
      plan: { chunkCount: plan.chunkCount, pageKeys: [objectKeys.planPage(searchRef.jobId, 'run-1', 0)] },
    });
    expect(await world.row(searchRef)).toMatchObject({ state: 'completed', publishedRunId: 'run-1' });
  });

  it('says how the archives were made, not what the tool said meanwhile', async () => {
    world.engine.says = 'Warning: [blastp] odd\n';
    await world.finishSearch();
    const manifestKey = objectKeys.manifest(world.searchRef.jobId, 'run-1');
    expect((await readJson<Manifest>(world.objects, manifestKey)).provenance.tools).toEqual([toolRun]);
  });

  it.each(['chunk', 'chunkRun'] as const)(
    'publishes nothing while the %s of any of its chunks is gone',
    async (part) => {
      const { planSearch, searchChunk, publishSearch } = world.worker();
      const plan = await inActivity(() => planSearch(world.searchRef));
      const searchAll = async () => {
        for (let rank = 0; rank < plan.chunkCount; rank += 1)
          await inActivity(() => searchChunk(world.searchRef, 0, rank));
      };
      await searchAll();
      const publish = () => inActivity(() => publishSearch(world.searchRef, plan));
      for (const { chunkKey } of (await planPage()).chunks) {
        await world.objects.delete([objectKeys[part](chunkKey)]);
        await expect(publish()).rejects.toMatchObject({ code: 'CHUNK_MISSING' });
        expect((await world.row(world.searchRef)).state).toBe('running');
        await searchAll();
      }
      await publish();
      expect((await world.row(world.searchRef)).state).toBe('completed');
    },
  );

  it.each(losses)('can be repeated, whichever call to the stores dies with its %s', async (loss) => {
    const { planSearch, searchChunk, publishSearch } = world.worker();
    const plan = await inActivity(() => planSearch(world.searchRef));
    for (let rank = 0; rank < plan.chunkCount; rank += 1)
      await inActivity(() => searchChunk(world.searchRef, 0, rank));
    const fresh = await world.row(world.searchRef);
    const manifestKey = objectKeys.manifest(world.searchRef.jobId, 'run-1');
    for (let number = 1; ; number += 1) {
      await world.objects.delete([manifestKey]);
      await world.setRow(world.searchRef, fresh);
      const line = faultAt(number, loss);
      const dying = world.worker({
        objects: line.wrap(world.objects, 'STORE_UNAVAILABLE'),
        documents: line.wrap(world.documents, 'STORE_UNAVAILABLE'),
      });
      await inActivity(() => dying.publishSearch(world.searchRef, plan)).catch(() => undefined);
      if ((await world.row(world.searchRef)).state === 'completed')
        expect(await world.objects.head(manifestKey)).toBeDefined();
      if (!line.hasStruck()) break;
      await inActivity(() => publishSearch(world.searchRef, plan));
      expect(await world.row(world.searchRef)).toMatchObject({ state: 'completed', publishedRunId: 'run-1' });
    }
  });
});
