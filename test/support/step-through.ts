/** One call of one actor, held until it is its turn. */
interface Held {
  readonly actor: string;
  readonly call: string;
  go(): void;
}

/** Takes the calls of several actors one at a time, in an order that it is told. */
export interface Stepper {
  /** Waits for its turn. */
  turn(actor: string, call: string): Promise<void>;
}

export interface Actors {
  /** Starts everybody; resolves when all have ended, however. */
  start(stepper: Stepper): Promise<unknown>;
  /** A move of the world itself that may be made now, if there is one. */
  readonly world?: () => (() => Promise<void>) | undefined;
  /** Throws when the world is not as it must be. */
  check(): Promise<void>;
}

/** @param choose - which of so many moves comes next */
export async function runOnce(make: () => Promise<Actors>, choose: (count: number) => number): Promise<void> {
  const actors = await make();
  const held: Held[] = [];
  const trace: string[] = [];
  const progress = { isOver: false };
  const ended = actors
    .start({ turn: (actor, call) => new Promise((go) => held.push({ actor, call, go })) })
    .then(() => (progress.isOver = true));
  let last: Held | undefined;
  const wokenBy = new Map<string, string>();
  for (;;) {
    // In-memory stores answer in microtasks: by now everybody waits for a turn or has ended.
    await new Promise((resolve) => setImmediate(resolve));
    const worldMove = actors.world?.();
    if (progress.isOver && !worldMove) break;
    const awake = held.filter((one) => one.call !== 'sleep' && !isSameInOtherOrder(last, one));
    // Time is fair: nobody sleeps through twice while the same others stand still, or while the world would move.
    const others = (one: Held): string =>
      held.map(({ actor, call }) => (actor === one.actor ? '' : call)).join();
    const sleepers = held.filter((one) => one.call === 'sleep' && wokenBy.get(one.actor) !== others(one));
    const offered = worldMove ? awake : [...awake, ...sleepers];
    if (offered.length === 0 && !worldMove) offered.push(...held);
    const chosen = offered[choose(offered.length + (worldMove ? 1 : 0))];
    trace.push(chosen ? `${chosen.actor} ${chosen.call}` : 'world');
    if (chosen) {
      held.splice(held.indexOf(chosen), 1);
      last = chosen;
      if (chosen.call === 'sleep') wokenBy.set(chosen.actor, others(chosen));
      chosen.go();
    } else {
      last = undefined;
      await worldMove?.();
    }
  }
  await ended;
  try {
    await actors.check();
  } catch (error) {
    throw new Error(`after ${trace.join(', ')}`, { cause: error });
  }
}

/** Two reads side by side see the same in either order, so only one of the two orders is taken. */
function isSameInOtherOrder(last: Held | undefined, next: Held): boolean {
  return last !== undefined && isRead(last) && isRead(next) && next.actor < last.actor;
}

function isRead({ call }: Held): boolean {
  return call === 'get' || call === 'count' || call === 'find';
}

/** Every order of moves there is. @returns how many */
export async function runEveryOrder(make: () => Promise<Actors>): Promise<number> {
  let path: { chosen: number; of: number }[] = [];
  for (let count = 1; ; count += 1) {
    let depth = 0;
    await runOnce(make, (length) => {
      const known = path[depth];
      const chosen = known?.chosen ?? 0;
      path[depth] = { chosen, of: length };
      depth += 1;
      return chosen;
    });
    path = path.slice(0, depth);
    while (path.length > 0 && (path.at(-1)?.chosen ?? 0) + 1 >= (path.at(-1)?.of ?? 0)) path.pop();
    const last = path.at(-1);
    if (!last) return count;
    last.chosen += 1;
  }
}

/** So many orders of moves, drawn with a seed. */
export async function runSomeOrders(make: () => Promise<Actors>, count: number, seed: number): Promise<void> {
  let state = seed;
  for (let index = 0; index < count; index += 1) {
    await runOnce(make, (length) => {
      // Numerical Recipes' linear congruential generator; its high bits are good enough to shuffle.
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * length);
    });
  }
}
