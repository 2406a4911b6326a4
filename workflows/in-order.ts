import { CancellationScope } from '@temporalio/workflow';

/** Steps that are handed to the queue at once: it gives tasks of one moment out in any order. */
const firstSteps = 8;

/**
 * Runs steps side by side, started in order: a few at first, and two more whenever one is done, so that any number of
 * workers is soon busy. The first failure cancels the others; they are waited for before it is thrown.
 */
export async function inOrder<T>(items: readonly T[], step: (item: T) => Promise<void>): Promise<void> {
  await CancellationScope.cancellable(async () => {
    const scope = CancellationScope.current();
    const started: Promise<void>[] = [];
    const failures: unknown[] = [];

    const run = async (item: T): Promise<void> => {
      try {
        await step(item);
        startNext(2);
      } catch (error) {
        failures.push(error);
        scope.cancel();
      }
    };
    const startNext = (howMany: number): void => {
      if (failures.length > 0) return;
      for (const item of items.slice(started.length, started.length + howMany)) started.push(run(item));
    };

    startNext(firstSteps);
    // The list grows while it is walked.
    for (const one of started) await one;
    if (failures.length > 0) throw failures[0];
  });
}
