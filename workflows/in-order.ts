import { CancellationScope } from '@temporalio/workflow';

/** Steps that are handed to the queue before any is done. */
const firstSteps = 8;
/** Steps that are handed to it in one moment: it gives those out in any order. */
export const stepsAtOnce = 2;

/**
 * Runs steps side by side, started in order: a few at first, and two more whenever one is done, so that any number of
 * workers is soon busy. The first failure cancels the others; they are waited for before it is thrown.
 * @param nextMoment - asked after the first two and then between one and the next, when their order matters: an activity
 * that is over at once, so that each is handed out by a workflow task of its own
 */
export async function inOrder<T>(
  items: readonly T[],
  step: (item: T) => Promise<void>,
  nextMoment?: () => Promise<void>,
): Promise<void> {
  await CancellationScope.cancellable(async () => {
    const scope = CancellationScope.current();
    const started: Promise<void>[] = [];
    const failures: unknown[] = [];

    const run = async (item: T): Promise<void> => {
      try {
        await step(item);
        startNext(stepsAtOnce);
      } catch (error) {
        failures.push(error);
        scope.cancel();
      }
    };
    const startNext = (howMany: number): void => {
      if (failures.length > 0) return;
      for (const item of items.slice(started.length, started.length + howMany)) started.push(run(item));
    };

    startNext(nextMoment ? stepsAtOnce : firstSteps);
    for (let handed = stepsAtOnce; nextMoment && handed < firstSteps; handed += 1) {
      if (started.length === items.length || failures.length > 0) break;
      await nextMoment();
      startNext(1);
    }
    // The list grows while it is walked.
    for (const one of started) await one;
    if (failures.length > 0) throw failures[0];
  });
}
