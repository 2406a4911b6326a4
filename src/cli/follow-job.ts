import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import { CliError, exitCodes } from './cli-error.ts';
import { isOver, readJob, type JobId, type JobView } from './job-view.ts';

/** How long the server is asked to hold a request; proxies cut much longer ones. */
const waitSeconds = 20;
/** Pause between looks where the server did not hold the request. */
const pollMs = 500;
/** The server may be restarted while a job goes on: it is asked again for this long. */
const patienceMs = 60_000;
const retryMs = 1_000;

/**
 * Reports the job each time it moves, until it is over.
 * @throws the abort reason of `signal`
 */
export async function followJob(
  client: ApiClient,
  id: JobId,
  onMove: (view: JobView) => void,
  signal: AbortSignal,
): Promise<JobView> {
  const bell = new Bell(client, signal);
  for (;;) {
    const view = await patiently(() => readJob(client, id, signal), signal);
    onMove(view);
    if (isOver(view)) return view;
    const following = id.kind === 'job' ? id.id : view.following;
    if (following === undefined) await sleep(pollMs, undefined, { signal });
    else await patiently(() => bell.ring(following), signal);
  }
}

/** Waits for the next move of a job by holding requests, without missing one that happens between two requests. */
class Bell {
  readonly #client: ApiClient;
  readonly #signal: AbortSignal;
  readonly #seen = new Map<string, string>();

  constructor(client: ApiClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  async ring(id: string): Promise<void> {
    const known = this.#seen.get(id);
    const askedAt = Date.now();
    // The first look only learns what "as it is now" means.
    const response = await this.#client.send(
      known === undefined ? `/jobs/${id}` : `/jobs/${id}?wait=${waitSeconds}`,
      {
        headers: known === undefined ? {} : { 'if-none-match': known },
        signal: this.#signal,
      },
    );
    await response.body?.cancel();
    const tag = response.headers.get('etag') ?? undefined;
    if (tag !== undefined) this.#seen.set(id, tag);
    const hasNews = tag !== undefined && tag !== known;
    if (!hasNews && Date.now() - askedAt < pollMs) await sleep(pollMs, undefined, { signal: this.#signal });
  }
}

async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isAway = error instanceof CliError && error.exitCode === exitCodes.serverUnavailable;
      if (!isAway || Date.now() > deadline) throw error;
      await sleep(retryMs, undefined, { signal });
    }
  }
}
