import { createHash } from 'node:crypto';

/** One call of one actor, held until it is its turn. */
interface Held {
  readonly actor: string;
  readonly call: string;
  go(): void;
}

/** Takes the calls of several actors one at a time, in an order that it is told. */
export interface Stepper {
  /** Waits for its turn. A call named `sleep` lets time pass, which is fair to everybody. */
  turn(actor: string, call: string): Promise<void>;
}

/** Something that the world itself may do now. */
export interface Move {
  readonly name: string;
  /** Nobody sleeps through it: it comes before time goes on. */
  readonly isPrompt: boolean;
  make(): Promise<void>;
}

export interface Actors {
  /** Starts everybody; resolves when all have ended, however. */
  start(stepper: Stepper): Promise<unknown>;
  moves(): readonly Move[];
  /** All that what can still happen depends on, other than who waits for what; equal positions have equal futures. */
  position(): Promise<string>;
  /** Throws when the world is not as it must be at any moment. */
  checkNow(): Promise<void>;
  /** Throws when the world is not as it must be once everybody has ended and the world has nothing more to do. */
  checkEnd(): Promise<void>;
}

/** Which of so many moves comes next; `undefined` when the play need not go on. */
type Choose = (count: number, moment: Moment) => Promise<number | undefined>;

interface Moment {
  position(): Promise<string>;
  check(): Promise<void>;
}

async function runOnce(make: () => Promise<Actors>, choose: Choose): Promise<void> {
  const actors = await make();
  const held: Held[] = [];
  const trace: string[] = [];
  const progress = { isOver: false };
  const ended = actors
    .start({ turn: (actor, call) => new Promise((go) => held.push({ actor, call, go })) })
    .then(() => (progress.isOver = true));
  const wokenBy = new Map<string, string>();
  const others = (one: Held): string =>
    held.map(({ actor, call }) => (actor === one.actor ? '' : call)).join();
  const moment: Moment = {
    check: () => actors.checkNow(),
    position: async () =>
      digest([
        held.map(({ actor, call }) => `${actor} ${call}`),
        [...wokenBy].sort(),
        await actors.position(),
      ]),
  };
  try {
    for (;;) {
      // In-memory stores answer in microtasks: by now everybody waits for a turn or has ended.
      await new Promise((resolve) => setImmediate(resolve));
      const moves = actors.moves();
      if (progress.isOver && moves.length === 0) break;
      held.sort((left, right) => (left.actor < right.actor ? -1 : 1));
      const awake = held.filter((one) => one.call !== 'sleep');
      // Time is fair: nobody sleeps through twice while the same others stand still, or while the world would move.
      const sleepers = held.filter((one) => one.call === 'sleep' && wokenBy.get(one.actor) !== others(one));
      const offered: (Held | Move)[] = [...moves, ...awake];
      if (!moves.some(({ isPrompt }) => isPrompt)) offered.push(...sleepers);
      if (offered.length === 0) offered.push(...held);
      const index = await choose(offered.length, moment);
      if (index === undefined) return;
      const chosen = offered[index];
      if (!chosen) throw new Error('everybody waits for a turn that does not come');
      if ('make' in chosen) {
        trace.push(chosen.name);
        await chosen.make();
      } else {
        trace.push(`${chosen.actor} ${chosen.call}`);
        if (chosen.call === 'sleep') wokenBy.set(chosen.actor, others(chosen));
        held.splice(held.indexOf(chosen), 1);
        chosen.go();
      }
    }
    await ended;
    await actors.checkNow();
    await actors.checkEnd();
  } catch (error) {
    throw new Error(`after ${trace.join(', ')}`, { cause: error });
  }
}

/**
 * Every order of moves there is. A position that was reached in another order before is not played on from again: what
 * can follow has been played. @returns how many positions there are
 */
export async function runEveryOrder(make: () => Promise<Actors>): Promise<number> {
  const seen = new Set<string>();
  const path: { chosen: number; readonly of: number }[] = [];
  for (;;) {
    let depth = 0;
    await runOnce(make, async (count, moment) => {
      const known = path[depth];
      depth += 1;
      if (known) return known.chosen;
      const here = await moment.position();
      if (seen.has(here)) return undefined;
      seen.add(here);
      await moment.check();
      path.push({ chosen: 0, of: count });
      return 0;
    });
    while (path.length > 0 && (path.at(-1)?.chosen ?? 0) + 1 >= (path.at(-1)?.of ?? 0)) path.pop();
    const last = path.at(-1);
    if (!last) return seen.size;
    last.chosen += 1;
  }
}

/** So many orders of moves, drawn with a seed. */
export async function runSomeOrders(make: () => Promise<Actors>, count: number, seed: number): Promise<void> {
  let state = seed;
  for (let index = 0; index < count; index += 1) {
    await runOnce(make, async (length, moment) => {
      await moment.check();
      // Numerical Recipes' linear congruential generator; its high bits are good enough to shuffle.
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * length);
    });
  }
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64');
}
