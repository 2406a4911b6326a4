import type { ApiClient } from './api-client.ts';
import { until } from './start-test-stack.ts';

/** A client that asks again until it is answered: what the path names is taken back, or was. */
export async function takeBack(api: ApiClient, path: string): Promise<void> {
  await until(async () => {
    const { status } = await api.request(path, { method: 'DELETE' });
    if (![200, 202, 404, 503].includes(status)) throw new Error(`DELETE ${path}: ${String(status)}`);
    return status !== 503;
  }, 'an answer to a cancellation');
}
