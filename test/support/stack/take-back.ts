import { until, type TestStack } from './start-test-stack.ts';

/** A client that asks again until it is answered: its submission is taken back, or was. */
export async function takeBack(stack: TestStack, submissionId: string): Promise<void> {
  await until(async () => {
    const { status } = await stack.api.request(`/v1/jobs/${submissionId}`, { method: 'DELETE' });
    return status === 200 || status === 404;
  }, 'an answer to the cancellation');
}
