import { CancellationScope } from '@temporalio/workflow';

/** Runs steps side by side; when one fails the others are cancelled and waited for before its error is thrown. */
export async function allOrCancel(start: () => readonly Promise<void>[]): Promise<void> {
  await CancellationScope.cancellable(async () => {
    const scope = CancellationScope.current();
    const steps = start();
    try {
      await Promise.all(steps);
    } catch (error) {
      scope.cancel();
      await Promise.allSettled(steps);
      throw error;
    }
  });
}
