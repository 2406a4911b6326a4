import { objectKeys } from '../../../src/job/keys.ts';
import type { SearchRequest } from '../../../src/search/request.ts';
import { followSuperseded } from '../../../src/usecases/follow-superseded.ts';
import { readChildren } from '../../../src/usecases/query-children.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import { restartQuery } from '../../../src/usecases/restart-query.ts';
import { resumeJob } from '../../../src/usecases/resume-job.ts';
import { faultAt, losses } from '../../support/fakes/fault-at.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { one, two } from '../../api/query-service/query-world.ts';
import { atOnce, createRestartWorld, turn, type RestartWorld, type Site } from './restart-world.ts';

let world: RestartWorld;
let oldId: string;
const restart = (id = oldId) => restartQuery(world.deps, id, turn);
const childIdsOf = async (id: string) => (await readChildren(world.deps, id)).map(({ jobId }) => jobId);

/** A query of two sequences that has expired. */
async function createExpiredQuery(): Promise<void> {
  world = createRestartWorld();
  oldId = await world.ask(one + two);
  await world.expire(oldId);
}
beforeEach(createExpiredQuery);

const changes: readonly (readonly [string, Partial<Site>])[] = [
  ['another build is at the site', { build: 69 }],
  ['the database of the build has another content', { fingerprint: 'd'.repeat(64) }],
  ['BLAST+ is another version', { blastVersion: '2.16.0' }],
];

describe('a restart of a query that can be computed as it was', () => {
  it('runs the same job again, within the time that Temporal knows its earlier run: once', async () => {
    expect(await atOnce(restart)).toEqual(new Set([oldId]));
    expect(world.runsOf(oldId)).toBe(2);
    expect(await world.row(oldId)).toMatchObject({ state: 'queued' });
    expect(await followSuperseded(world.deps, oldId)).toBe(oldId);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['has results', () => world.finish(oldId)],
    ['is under way', () => Promise.resolve()],
  ])('leaves one that %s alone, whatever is at the site now', async (_what, happens) => {
    await restart();
    await happens();
    Object.assign(world.site, { build: 69, isGone: true });
    expect((await restart()).record.id).toBe(oldId);
    expect(world.launcher.started).toHaveLength(2);
  });
});

describe.each(changes)('a restart when %s', (_what, change) => {
  beforeEach(() => Object.assign(world.site, change));

  it('runs the query on that, and the old id stands for it', async () => {
    const { record, disposition } = await restart();
    expect(disposition).toBe('started');
    expect(record.id).not.toBe(oldId);
    expect(record.id).toBe(await world.ask(one + two));
    expect(await world.row(oldId)).toMatchObject({ state: 'expired', supersededBy: record.id });
    expect(await followSuperseded(world.deps, oldId)).toBe(record.id);
  });

  it('changes nothing of the query but what it is run on', async () => {
    const { record } = await restart();
    const requestOf = (id: string) => readJson<SearchRequest>(world.objects, objectKeys.request(id));
    const [before, after] = [await requestOf(oldId), await requestOf(record.id)];
    const { databases: _, blastVersion: __, ...asked } = before.key;
    expect(after).toMatchObject({ query: before.query, key: asked });
    expect(after.key.blastVersion).toBe(world.site.blastVersion);
    expect(after.key.databases).toMatchObject([{ fingerprint: world.site.fingerprint }]);
  });

  it('makes one run and one pointer, however many ask at once', async () => {
    const ids = await atOnce(restart);
    expect(ids).toEqual(new Set([(await world.row(oldId))?.supersededBy]));
    expect(world.launcher.started.map(({ jobId }) => jobId)).toEqual([oldId, ...ids]);
  });

  it('joins the new run, and answers from its results', async () => {
    const { record } = await restart();
    expect(await restart()).toMatchObject({ record: { id: record.id }, disposition: 'attached' });
    await world.finish(record.id);
    expect(await restart()).toMatchObject({ record: { id: record.id }, disposition: 'completed' });
    expect(world.runsOf(record.id)).toBe(1);
  });
});

describe('a restart that cannot be', () => {
  it.each<[string, Partial<Site>, string]>([
    ['a target that is gone', { isGone: true }, 'Proteins of Pf'],
    ['a database that holds other molecules now', { moleculeType: 'nucleotide' }, 'nucleotide'],
  ])('names %s, and starts and stores nothing', async (_what, change, named) => {
    const before = await world.objectKeys();
    Object.assign(world.site, change);
    await expect(restart()).rejects.toMatchObject({
      code: 'DATABASE_CHANGED',
      message: expect.stringContaining(named) as string,
    });
    expect(world.launcher.started).toHaveLength(1);
    expect(await world.objectKeys()).toEqual(before);
    expect(await world.row(oldId)).not.toHaveProperty('supersededBy');
  });

  it('says so when the query is lost, and points nowhere', async () => {
    const { query } = await readJson<SearchRequest>(world.objects, objectKeys.request(oldId));
    await world.objects.delete([query.objectKey]);
    world.site.build = 69;
    await expect(restart()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(world.launcher.started).toHaveLength(1);
    expect(await world.row(oldId)).not.toHaveProperty('supersededBy');
  });

  it('is refused for what nobody knows', async () => {
    await expect(restart('0'.repeat(32))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('builds that follow each other', () => {
  it('A, B, A: the id of A stands for itself again, and that of B for A', async () => {
    world.site.build = 69;
    const newId = (await restart()).record.id;
    await world.expire(newId);
    world.site.build = 68;
    expect(await atOnce(() => restart(newId))).toEqual(new Set([oldId]));
    expect(world.runsOf(oldId)).toBe(2);
    expect(await world.row(oldId)).not.toHaveProperty('supersededBy');
    expect(await followSuperseded(world.deps, newId)).toBe(oldId);
    expect(await followSuperseded(world.deps, oldId)).toBe(oldId);
  });

  it('A, B, A, asked by the old id of A: it stands for itself again', async () => {
    world.site.build = 69;
    const newId = (await restart()).record.id;
    world.site.build = 68;
    expect((await restart()).record.id).toBe(oldId);
    expect(await followSuperseded(world.deps, oldId)).toBe(oldId);
    expect(await followSuperseded(world.deps, newId)).toBe(newId);
  });

  it('A, B, C: both earlier ids stand for C, and a restart shortens the way', async () => {
    world.site.build = 69;
    const middleId = (await restart()).record.id;
    await world.expire(middleId);
    world.site.build = 70;
    const lastId = (await restart(middleId)).record.id;
    expect(await followSuperseded(world.deps, oldId)).toBe(lastId);
    await restart();
    expect(await world.row(oldId)).toMatchObject({ supersededBy: lastId });
    expect(world.runsOf(lastId)).toBe(1);
  });
});

describe('the single sequences of a restarted query', () => {
  const look = async (child: string | undefined) => (await resumeJob(world.deps, String(child), turn)).id;

  it('run again when they have expired; those with results and those never looked at stay as they are', async () => {
    const three = two.replace('>two', '>three');
    oldId = await world.ask(one + two + three + one);
    const [expired, finished, unseen] = await childIdsOf(oldId);
    await world.expire(await look(expired));
    await world.finish(await look(finished));
    await world.expire(oldId);
    await atOnce(restart);
    expect([expired, finished].map((id) => world.runsOf(String(id)))).toEqual([2, 1]);
    expect(await world.row(String(unseen))).toBeUndefined();
  });

  it('run again when the query is asked again, as they do when it is restarted', async () => {
    const [expired, unseen] = await childIdsOf(oldId);
    await world.expire(await look(expired));
    expect(await world.ask(one + two)).toBe(oldId);
    expect([oldId, expired].map((id) => world.runsOf(String(id)))).toEqual([2, 2]);
    expect(await world.row(String(unseen))).toBeUndefined();
  });

  it('have their rows read in one query, equal ones once', async () => {
    oldId = await world.ask(one + two + one);
    await world.expire(oldId);
    const reads: (readonly unknown[])[] = [];
    const documents = interceptCalls(world.documents, (method, proceed, args) => {
      if (method === 'getMany') reads.push(args);
      return proceed();
    });
    await restartQuery({ ...world.deps, documents }, oldId, turn);
    expect(reads.map(([, ids]) => ids)).toEqual([[...new Set(await childIdsOf(oldId))]]);
  });

  it('lie ready on the new build, and can be restarted by their own old ids', async () => {
    const [oldChild] = await childIdsOf(oldId);
    await world.expire(await look(oldChild));
    world.site.build = 69;
    const { record } = await restart();
    const [newChild, ...others] = await childIdsOf(record.id);
    expect(others).toHaveLength(1);
    expect(await world.row(String(newChild))).toBeUndefined();
    expect((await restart(oldChild)).record.id).toBe(newChild);
    expect(await followSuperseded(world.deps, String(oldChild))).toBe(newChild);
  });
});

describe.each(losses)('a restart on another build that dies with its %s', (loss) => {
  it('loses nothing: no pointer leads to a job without a row, no run lacks its sequences, and a repetition brings it to its end', async () => {
    for (let number = 1; ; number += 1) {
      await createExpiredQuery();
      const [child] = await childIdsOf(oldId);
      await world.expire((await resumeJob(world.deps, String(child), turn)).id);
      world.site.build = 69;
      const line = faultAt(number, loss);
      const answer = await restartQuery({ ...world.deps, ...world.dying(line) }, oldId, turn).catch(
        () => null,
      );
      if (!line.hasStruck()) {
        expect(answer).not.toBeNull();
        expect(number).toBeGreaterThan(20);
        return;
      }
      const successor = (await world.row(oldId))?.supersededBy;
      if (successor !== undefined) expect(await world.row(successor)).toBeDefined();
      for (const { jobId } of world.launcher.started.slice(2))
        expect(await childIdsOf(jobId)).toHaveLength(2);
      const { record } = await restart();
      expect(world.launcher.started.map(({ jobId }) => jobId)).toEqual([oldId, child, record.id]);
      expect(await followSuperseded(world.deps, oldId)).toBe(record.id);
      expect(await childIdsOf(record.id)).toHaveLength(2);
    }
  });
});
