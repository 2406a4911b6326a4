import { cancelJob } from '../../../src/usecases/cancel-job.ts';
import { linkJob } from '../../../src/usecases/link-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { unlinkJob } from '../../../src/usecases/unlink-job.ts';
import { updateLink } from '../../../src/usecases/update-link.ts';
import { losses } from '../../support/fakes/fault-at.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { afterEachLoss } from './after-each-loss.ts';
import { asked, createJobWorld, jobId, request, type JobWorld } from './job-world.ts';
import { everyLink, insertRow, linkOf, rowOf } from './links-world.ts';

const ann = 'user:ann';
const wanted = { principal: ann, site: 'PlasmoDB', summary: 'kinases', description: 'all of them' };

let world: JobWorld;
beforeEach(() => {
  world = createJobWorld();
});

const searchOf = (target: JobWorld): Promise<string> => insertRow(target, rowOf(1));

describe('linking', () => {
  it('puts a search into a collection, with its notes', async () => {
    const search = await searchOf(world);
    const { link, record } = await linkJob(world, search, wanted);
    expect(link).toEqual({
      schemaVersion: 1,
      id: `${ann}/${search}`,
      principal: ann,
      jobId: search,
      kind: 'search',
      site: 'PlasmoDB',
      searchJobId: null,
      summary: 'kinases',
      description: 'all of them',
      createdAt: '2026-01-01T00:00:00.000Z',
    });
    expect(record.id).toBe(search);
    expect(await linkOf(world, ann, search)).toEqual(link);
  });

  it('knows of a report which search it renders', async () => {
    const report = await insertRow(world, rowOf(2, 'the search'));
    await linkJob(world, report, { principal: ann, site: null });
    expect(await linkOf(world, ann, report)).toMatchObject({
      kind: 'report',
      searchJobId: 'the search',
      summary: null,
      description: null,
    });
  });

  it('keeps a link that is there as it is, with its notes and its date', async () => {
    const search = await searchOf(world);
    const { link } = await linkJob(world, search, wanted);
    world.clock.advance(5_000);
    const again = await linkJob(world, search, { principal: ann, site: null, summary: 'other' });
    expect(again.link).toEqual(link);
    expect(await everyLink(world)).toEqual([link]);
  });

  it('makes one link of two at once, and tells both the same', async () => {
    const search = await searchOf(world);
    const [first, second] = await Promise.all([
      linkJob(world, search, wanted),
      linkJob(world, search, { ...wanted, summary: 'other' }),
    ]);
    expect(first.link).toEqual(second.link);
    expect(await everyLink(world)).toEqual([first.link]);
  });

  it('makes a link anew when the one that was there is removed just then', async () => {
    const search = await searchOf(world);
    await linkJob(world, search, wanted);
    let removals = 0;
    const documents = interceptCalls(world.documents, async (method, proceed) => {
      const answer = await proceed();
      if (method === 'insertIfAbsent' && (removals += 1) === 1) await unlinkJob(world, search, ann);
      return answer;
    });
    const { link } = await linkJob({ ...world, documents }, search, { ...wanted, summary: 'new' });
    expect(await everyLink(world)).toEqual([link]);
    expect(link.summary).toBe('new');
  });

  it('gives each principal a link of its own', async () => {
    const search = await searchOf(world);
    for (const principal of [ann, 'guest:ann', 'user:bob'])
      await linkJob(world, search, { principal, site: null, summary: principal });
    expect((await everyLink(world)).map(({ summary }) => summary).sort()).toEqual([
      'guest:ann',
      ann,
      'user:bob',
    ]);
  });

  it.each<[string, () => Promise<string>]>([
    ['a job that does not exist', () => Promise.resolve('f'.repeat(32))],
    ['a database build', () => insertRow(world, { ...rowOf(3), kind: 'database' })],
  ])('refuses %s', async (_what, make) => {
    await expect(linkJob(world, await make(), wanted)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await everyLink(world)).toEqual([]);
  });

  it('refuses a summary that is too long', async () => {
    const summary = 'x'.repeat(513);
    await expect(linkJob(world, await searchOf(world), { ...wanted, summary })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
    expect(await everyLink(world)).toEqual([]);
  });

  it.each(losses)('that dies with its %s can be repeated', async (loss) => {
    const makeWorld = async (): Promise<JobWorld> => {
      const made = createJobWorld();
      await searchOf(made);
      return made;
    };
    const lost = await afterEachLoss(
      makeWorld,
      loss,
      (deps) => linkJob(deps, rowOf(1).id, wanted),
      async (after) => {
        const { link } = await linkJob(after, rowOf(1).id, wanted);
        expect(await everyLink(after)).toEqual([link]);
      },
    );
    expect(lost).toBe(3);
  });
});

describe('unlinking', () => {
  it('removes only that principal’s link', async () => {
    const search = await searchOf(world);
    await linkJob(world, search, wanted);
    await linkJob(world, search, { ...wanted, principal: 'user:bob' });
    await unlinkJob(world, search, ann);
    expect((await everyLink(world)).map(({ principal }) => principal)).toEqual(['user:bob']);
  });

  it('says so when there is no link, also the second time', async () => {
    const search = await searchOf(world);
    await linkJob(world, search, wanted);
    await expect(unlinkJob(world, search, 'user:bob')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await unlinkJob(world, search, ann);
    await expect(unlinkJob(world, search, ann)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('forgets the notes: a later link begins with none', async () => {
    const search = await searchOf(world);
    await linkJob(world, search, wanted);
    await unlinkJob(world, search, ann);
    const { link } = await linkJob(world, search, { principal: ann, site: 'PlasmoDB' });
    expect(link).toMatchObject({ summary: null, description: null });
  });

  it('lets a running job go on that loses its last holder so', async () => {
    await submitJob(world, { jobId, request, priority: 2, fairnessKey: ann, link: wanted });
    await world.begin();
    await unlinkJob(world, jobId, ann);
    expect(await world.row()).toMatchObject({ state: 'running', cancelRequested: false });
    expect(world.launcher.openRun(jobId)).toMatchObject({ cancelRequests: 0 });
  });
});

describe('a link as a holder', () => {
  it('keeps the job when somebody else takes back the last submission', async () => {
    await submitJob(world, asked('bob'));
    await linkJob(world, jobId, wanted);
    expect(await cancelJob(world, jobId, 'bob')).toMatchObject({ outcome: 'kept' });
    await unlinkJob(world, jobId, ann);
    expect(await cancelJob(world, jobId, 'bob')).toMatchObject({ outcome: 'cancelling' });
  });

  it('keeps the search that a linked report waits for', async () => {
    await submitJob(world, asked('bob'));
    const report = await insertRow(world, rowOf(2, jobId));
    await linkJob(world, report, { principal: ann, site: null });
    expect(await cancelJob(world, jobId, 'bob')).toMatchObject({ outcome: 'kept' });
    await unlinkJob(world, report, ann);
    expect(await cancelJob(world, jobId, 'bob')).toMatchObject({ outcome: 'cancelling' });
  });

  it('takes away the mark of a canceller who has not decided', async () => {
    await submitJob(world, asked('bob'));
    await world.setRow({ cancelRequested: true });
    const { record } = await linkJob(world, jobId, wanted);
    expect(record.cancelRequested).toBe(false);
    expect(await world.row()).toEqual(record);
  });

  it('comes too late for a job that is being cancelled, and is told so', async () => {
    await submitJob(world, asked('bob'));
    await cancelJob(world, jobId, 'bob');
    expect(await linkJob(world, jobId, wanted)).toMatchObject({ record: { phase: 'cancelling' } });
  });
});

describe('submitting into a collection', () => {
  const submitted = { jobId, request, priority: 2, fairnessKey: ann, link: wanted };

  it('links the job, with or without a submission', async () => {
    await submitJob(world, submitted);
    expect(await linkOf(world, ann, jobId)).toMatchObject({ kind: 'search', summary: 'kinases' });
    expect(await world.submissions()).toEqual([]);
    await submitJob(world, { ...asked('bob'), link: { principal: 'bob', site: null } });
    expect(await everyLink(world)).toHaveLength(2);
    expect(await world.holders()).toEqual(['bob']);
  });

  it('keeps the notes of a link that is there, whatever the job is by then', async () => {
    await submitJob(world, submitted);
    await updateLink(world, jobId, ann, { summary: 'mine' });
    await world.finish();
    const again = await submitJob(world, submitted);
    expect(again.disposition).toBe('completed');
    expect(await linkOf(world, ann, jobId)).toMatchObject({ summary: 'mine' });
  });

  it('starts the job again when it was being cancelled', async () => {
    await submitJob(world, asked('bob'));
    await cancelJob(world, jobId, 'bob');
    expect(await submitJob(world, submitted)).toMatchObject({ disposition: 'started' });
    expect(await cancelJob(world, jobId, 'bob')).toMatchObject({ outcome: 'kept' });
  });

  it('starts nothing with a summary that is too long', async () => {
    const link = { ...wanted, summary: 'x'.repeat(513) };
    await expect(submitJob(world, { ...submitted, link })).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    expect(world.launcher.runsOf(jobId)).toEqual([]);
  });

  it.each(losses)('that dies with its %s leaves no link without a job, and can be repeated', async (loss) => {
    const lost = await afterEachLoss(
      () => Promise.resolve(createJobWorld()),
      loss,
      (deps) => submitJob(deps, submitted),
      async (after) => {
        if ((await everyLink(after)).length > 0) expect(await after.row()).toBeDefined();
        await submitJob(after, submitted);
        expect(await everyLink(after)).toHaveLength(1);
        expect(after.launcher.runsOf(jobId)).toHaveLength(1);
      },
    );
    expect(lost).toBeGreaterThanOrEqual(5);
  });
});
