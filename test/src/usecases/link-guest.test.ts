import { linkId, links, type LinkNotes } from '../../../src/account/link.ts';
import { anonymous, type Principal } from '../../../src/account/principal.ts';
import { isHeld } from '../../../src/usecases/is-held.ts';
import { linkGuest } from '../../../src/usecases/link-guest.ts';
import { linkJob } from '../../../src/usecases/link-job.ts';
import { unlinkJob } from '../../../src/usecases/unlink-job.ts';
import { updateLink } from '../../../src/usecases/update-link.ts';
import { losses } from '../../support/fakes/fault-at.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { runEveryOrder, type Actors, type Stepper } from '../../support/step-through.ts';
import { afterEachLoss } from './after-each-loss.ts';
import { createJobWorld, type JobWorld } from './job-world.ts';
import { everyLink, inTurns, insertRow, linkOf, rowOf } from './links-world.ts';

const user: Principal = { id: 'user:ann', role: 'user' };
const guest: Principal = { id: 'guest:9', role: 'guest' };
const [onlyGuests, onlyUsers, both] = [rowOf(1).id, rowOf(2).id, rowOf(3).id];

async function link(
  world: JobWorld,
  { id }: Principal,
  jobId: string,
  notes: Partial<LinkNotes>,
): Promise<void> {
  world.clock.advance(1_000);
  await linkJob(world, jobId, { principal: id, site: 'PlasmoDB', ...notes });
}

/** A guest and a user with one job each that the other has not, and one that both have. */
async function guestWorld(): Promise<JobWorld> {
  const world = createJobWorld();
  for (const number of [1, 2, 3]) await insertRow(world, rowOf(number));
  await link(world, guest, onlyGuests, { summary: 'guest’s', description: 'at length' });
  await link(world, user, onlyUsers, { summary: 'user’s' });
  await link(world, guest, both, { summary: 'guest’s', description: 'at length' });
  await link(world, user, both, { summary: 'user’s' });
  return world;
}

async function expectMoved(world: JobWorld): Promise<void> {
  expect(await everyLink(world)).toMatchObject([
    {
      id: `user:ann/${onlyGuests}`,
      principal: user.id,
      jobId: onlyGuests,
      site: 'PlasmoDB',
      summary: 'guest’s',
      description: 'at length',
      createdAt: '2026-01-01T00:00:01.000Z',
    },
    { jobId: onlyUsers, principal: user.id, summary: 'user’s', description: null },
    {
      jobId: both,
      principal: user.id,
      summary: 'user’s',
      description: 'at length',
      createdAt: '2026-01-01T00:00:04.000Z',
    },
  ]);
}

it('moves links with notes and dates; of a job that both have it fills only what the user left empty', async () => {
  const world = await guestWorld();
  expect(await linkGuest(world, user, guest)).toEqual({ moved: 2 });
  await expectMoved(world);
});

it('changes nothing the second time, nor for a guest who has nothing', async () => {
  const world = await guestWorld();
  await linkGuest(world, user, guest);
  expect(await linkGuest(world, user, guest)).toEqual({ moved: 0 });
  expect(await linkGuest(world, user, { ...guest, id: 'guest:unknown' })).toEqual({ moved: 0 });
  await expectMoved(world);
});

it('moves nothing of other guests, and takes nothing from another user', async () => {
  const world = await guestWorld();
  const others = [
    { id: 'guest:99', role: 'guest' },
    { id: 'user:bob', role: 'user' },
  ] as const;
  for (const other of others) await link(world, other, both, {});
  await linkGuest(world, user, guest);
  for (const other of others) expect(await linkOf(world, other.id, both)).toBeDefined();
});

it('moves more links than fit in one page', async () => {
  const world = createJobWorld();
  for (let number = 1; number <= 1001; number += 1) {
    await insertRow(world, rowOf(number));
    await link(world, guest, rowOf(number).id, {});
  }
  expect(await linkGuest(world, user, guest)).toEqual({ moved: 1001 });
  expect(await world.documents.count(links, { principal: user.id })).toBe(1001);
  expect(await world.documents.count(links, { principal: guest.id })).toBe(0);
});

describe('refuses, and moves nothing, when', () => {
  const admin: Principal = { id: 'api-token', role: 'admin' };
  const otherUser: Principal = { id: 'user:bob', role: 'user' };
  const otherGuest: Principal = { id: 'guest:8', role: 'guest' };

  it.each([
    ['a guest', otherGuest, guest],
    ['the guest itself', guest, guest],
    ['nobody known', anonymous, guest],
    ['an administrator', admin, guest],
  ])('%s asks', async (_who, asker, target) => {
    const world = await guestWorld();
    const before = await everyLink(world);
    await expect(linkGuest(world, asker, target)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await everyLink(world)).toEqual(before);
  });

  it.each([
    ['another user', otherUser],
    ['the user itself', user],
    ['everybody unknown', anonymous],
    ['an administrator', admin],
  ])('%s is to be taken over', async (_who, target) => {
    const world = await guestWorld();
    const before = await everyLink(world);
    await expect(linkGuest(world, user, target)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await everyLink(world)).toEqual(before);
  });
});

it('takes the guest’s link, notes and all, when the user’s own is removed just then', async () => {
  const world = await guestWorld();
  const documents = interceptCalls(world.documents, async (method, proceed) => {
    if (method === 'get') await world.documents.delete(links, linkId(user.id, both));
    return proceed();
  });
  await linkGuest({ documents }, user, guest);
  expect(await linkOf(world, user.id, both)).toMatchObject({
    summary: 'guest’s',
    description: 'at length',
  });
});

it.each(losses)(
  'that dies with its %s loses no link, no note and no holder, and can be repeated',
  async (loss) => {
    const lost = await afterEachLoss(
      guestWorld,
      loss,
      (deps) => linkGuest(deps, user, guest),
      async (world) => {
        for (const jobId of [onlyGuests, onlyUsers, both]) expect(await isHeld(world, jobId)).toBe(true);
        const notes = (await everyLink(world)).filter(({ jobId }) => jobId === onlyGuests);
        for (const one of notes) expect(one).toMatchObject({ summary: 'guest’s', description: 'at length' });
        await linkGuest(world, user, guest);
        await expectMoved(world);
      },
    );
    expect(lost).toBe(7);
  },
);

describe('in every order of the calls', () => {
  type Act = (deps: Pick<JobWorld, 'documents' | 'clock'>) => Promise<unknown>;

  /** The move beside something else; `checkEnd` sees what is left. @param held - jobs that have a holder all the time */
  async function play(
    other: Act,
    checkEnd: (world: JobWorld) => Promise<void>,
    held = [onlyUsers, both],
  ): Promise<Actors> {
    const world = await guestWorld();
    const heard = { mover: [] as unknown[], other: [] as unknown[] };
    const start = (name: 'mover' | 'other', act: Act, stepper: Stepper): Promise<unknown> =>
      act(inTurns(world, stepper, name, heard[name])).then(
        (answer) => heard[name].push(answer),
        (error: unknown) => heard[name].push(String(error)),
      );
    return {
      start: (stepper) =>
        Promise.all([
          start('mover', (deps) => linkGuest(deps, user, guest), stepper),
          start('other', other, stepper),
        ]),
      moves: () => [],
      position: async () => JSON.stringify([await everyLink(world), heard]),
      async checkNow() {
        for (const jobId of held) expect(await isHeld(world, jobId)).toBe(true);
      },
      checkEnd: () => checkEnd(world),
    };
  }

  it('two moves at once are one', async () => {
    expect(
      await runEveryOrder(() => play((deps) => linkGuest(deps, user, guest), expectMoved)),
    ).toBeGreaterThan(30);
  });

  it('the user links a job that is just being moved: one link, with the notes of both', async () => {
    const wanted = { principal: user.id, site: 'PlasmoDB', summary: 'user’s' };
    await runEveryOrder(() =>
      play(
        (deps) => linkJob(deps, onlyGuests, wanted),
        async (world) => {
          expect(await linkOf(world, user.id, onlyGuests)).toMatchObject({
            summary: expect.stringMatching(/^(user|guest)’s$/),
            description: 'at length',
          });
          expect(await world.documents.count(links, { principal: guest.id })).toBe(0);
        },
      ),
    );
  });

  it.each<[LinkNotes]>([
    [{ summary: 'new', description: 'at length' }],
    [{ summary: 'user’s', description: 'user’s too' }],
  ])('notes that the user writes meanwhile win, and the rest is filled all the same: %j', async (notes) => {
    const { description, ...onlySummary } = notes;
    const change = onlySummary.summary === 'new' ? onlySummary : { description };
    await runEveryOrder(() =>
      play(
        (deps) => updateLink(deps, both, user.id, change),
        async (world) => {
          expect(await linkOf(world, user.id, both)).toMatchObject(notes);
        },
      ),
    );
  });

  it('the user unlinks a job that both have: it is gone, or the guest’s is there instead', async () => {
    const ends = new Set<string | null | undefined>();
    await runEveryOrder(() =>
      play(
        (deps) => unlinkJob(deps, both, user.id),
        async (world) => {
          ends.add((await linkOf(world, user.id, both))?.summary);
          expect(await linkOf(world, guest.id, both)).toBeUndefined();
        },
        [onlyUsers],
      ),
    );
    expect(ends).toEqual(new Set([undefined, 'guest’s']));
  });

  it('the guest links a moved job again: it stays with the user, and the next call moves what is new', async () => {
    await runEveryOrder(() =>
      play(
        (deps) => linkJob(deps, onlyGuests, { principal: guest.id, site: 'PlasmoDB' }),
        async (world) => {
          expect(await linkOf(world, user.id, onlyGuests)).toMatchObject({ summary: 'guest’s' });
          await linkGuest(world, user, guest);
          await expectMoved(world);
        },
      ),
    );
  });

  it('the guest unlinks a job that is just being moved: afterwards the guest has nothing', async () => {
    await runEveryOrder(() =>
      play(
        (deps) => unlinkJob(deps, onlyGuests, guest.id),
        async (world) => {
          expect(await world.documents.count(links, { principal: guest.id })).toBe(0);
          expect(await linkOf(world, user.id, both)).toMatchObject({ description: 'at length' });
        },
      ),
    );
  });
});
