import { faultAt, type FaultLine, type Loss } from '../../support/fakes/fault-at.ts';
import type { JobWorld, WorldDeps } from './job-world.ts';

/** More calls than any of the use cases makes. */
const most = 40;

/** The world as a process sees it whose calls go over that line. */
export function dying(world: JobWorld, line: FaultLine): WorldDeps {
  return {
    documents: line.wrap(world.documents, 'STORE_UNAVAILABLE'),
    objects: line.wrap(world.objects, 'STORE_UNAVAILABLE'),
    launcher: line.wrap(world.launcher, 'TEMPORAL_UNAVAILABLE'),
    clock: world.clock,
  };
}

/**
 * Runs the same act again and again in worlds of its own, losing one call after the other, until none is left to lose.
 * @returns how many calls could be lost
 */
export async function afterEachLoss(
  makeWorld: () => Promise<JobWorld>,
  loss: Loss,
  act: (deps: WorldDeps, world: JobWorld) => Promise<unknown>,
  check: (world: JobWorld, died: boolean) => Promise<void>,
): Promise<number> {
  for (let number = 1; number <= most; number += 1) {
    const world = await makeWorld();
    const line = faultAt(number, loss);
    let died = false;
    try {
      await act(dying(world, line), world);
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/^(STORE|TEMPORAL)_UNAVAILABLE$/) });
      died = true;
    }
    if (!line.hasStruck()) {
      expect(died).toBe(false);
      return number - 1;
    }
    await check(world, died);
  }
  throw new Error('it never came to an end');
}
