import type { LinkNotes } from '../../../src/account/link.ts';
import { linkJob } from '../../../src/usecases/link-job.ts';
import { unlinkJob } from '../../../src/usecases/unlink-job.ts';
import { updateLink } from '../../../src/usecases/update-link.ts';
import { losses } from '../../support/fakes/fault-at.ts';
import { afterEachLoss } from './after-each-loss.ts';
import { createJobWorld, type JobWorld } from './job-world.ts';
import { insertRow, linkOf, rowOf } from './links-world.ts';

const ann = 'user:ann';
const search = rowOf(1).id;
const before: LinkNotes = { summary: 'before', description: 'long before' };

async function linkedWorld(): Promise<JobWorld> {
  const made = createJobWorld();
  await insertRow(made, rowOf(1));
  await linkJob(made, search, { principal: ann, site: 'PlasmoDB', ...before });
  return made;
}

let world: JobWorld;
beforeEach(async () => {
  world = await linkedWorld();
});

const given = [undefined, null, '', 'after'] as const;
const changes = given.flatMap((summary) =>
  given.map((description) => ({
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
  })),
);

it.each(changes)('replaces what is given, clears what is null, keeps what is absent: %j', async (change) => {
  world.clock.advance(5_000);
  const known = await linkOf(world, ann, search);
  const updated = await updateLink(world, search, ann, change);
  expect(updated).toEqual({ ...known, ...change });
  expect(await linkOf(world, ann, search)).toEqual(updated);
});

it('says so when the principal is not linked to the job, whether others are or it exists', async () => {
  for (const [jobId, principal] of [
    [search, 'user:bob'],
    [search, 'guest:ann'],
    ['f'.repeat(32), ann],
  ] as const)
    await expect(updateLink(world, jobId, principal, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await linkOf(world, ann, search)).toMatchObject(before);
});

it('refuses a summary that is too long, and changes nothing then', async () => {
  const change = { summary: 'x'.repeat(513), description: 'after' };
  await expect(updateLink(world, search, ann, change)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  expect(await linkOf(world, ann, search)).toMatchObject(before);
});

it('keeps both of two changes at once of different fields', async () => {
  await Promise.all([
    updateLink(world, search, ann, { summary: 'after' }),
    updateLink(world, search, ann, { description: null }),
  ]);
  expect(await linkOf(world, ann, search)).toMatchObject({ summary: 'after', description: null });
});

it('does not bring back a link that is removed at once with the change', async () => {
  const [, updated] = await Promise.allSettled([
    unlinkJob(world, search, ann),
    updateLink(world, search, ann, { summary: 'after' }),
  ]);
  expect(await linkOf(world, ann, search)).toBeUndefined();
  expect(updated).toMatchObject({ status: 'rejected', reason: { code: 'NOT_FOUND' } });
});

it.each(losses)('that dies with its %s can be repeated', async (loss) => {
  const change = { summary: 'after', description: null };
  const lost = await afterEachLoss(
    linkedWorld,
    loss,
    (deps) => updateLink(deps, search, ann, change),
    async (after) => {
      await updateLink(after, search, ann, change);
      expect(await linkOf(after, ann, search)).toMatchObject(change);
    },
  );
  expect(lost).toBe(2);
});
