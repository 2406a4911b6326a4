import type { Accepted, ApiClient, SearchForm } from './api-client.ts';
import { takeBack } from './take-back.ts';
import type { Lookout } from './strike.ts';
import { until, type TestStack } from './start-test-stack.ts';

/** Who does what at the same moment; alice has submitted before. */
export const contests = [
  'alice cancels, bob submits',
  'both hold, both cancel',
  'both hold, alice cancels, bob submits again',
  'alice cancels, alice submits again',
  'alice cancels on both surfaces',
  'bob submits and, knowing nothing of it, cancels',
] as const;

/** When the contest is: when alice has her answer; in a chunk, whose tool waits or goes on; in the report; near the end. */
export const moments = [
  'at once',
  'in a chunk',
  'as a chunk goes on',
  'in the report',
  'as it completes',
] as const;

export interface Race {
  readonly contest: (typeof contests)[number];
  readonly moment: (typeof moments)[number];
  /** Which `DELETE` is used: `/jobs/{id}` or `/v1/jobs/{id}`. */
  readonly surface: 'jobs' | 'v1';
}

export interface Arena {
  readonly stack: TestStack;
  readonly lookout: Lookout;
  readonly alice: ApiClient;
  readonly bob: ApiClient;
}

export interface Finish {
  readonly job: Accepted['job'];
  /** Submissions that were accepted and not taken back: they must be answered with results. */
  readonly held: readonly Held[];
  /** Finished chunks when the contest began. */
  readonly archivesBefore: number;
}

export interface Held {
  readonly api: ApiClient;
  readonly id: string;
}

/** Runs one contest; resolves when everybody has been answered. Tools wait on when nobody can want them any more. */
export async function raceCancel(arena: Arena, race: Race, search: SearchForm): Promise<Finish> {
  const { alice, bob, lookout, stack } = arena;
  const submit = (api: ApiClient): Promise<Held> => submitTo(api, search);
  const holdsWork = await hold(arena, race.moment);
  const first = await alice.submit(search);
  const { job } = first;
  const ofAlice: Held = { api: alice, id: first.job_id };
  const ofBob = race.contest.startsWith('both hold') ? await submit(bob) : undefined;
  await reach(arena, race.moment, holdsWork);
  const archivesBefore = lookout.archives();
  if (race.moment === 'as a chunk goes on' || race.moment === 'as it completes') stack.blast.release();
  const cancel = ({ api, id }: Held, surface = race.surface): Promise<void> =>
    takeBack(api, surface === 'v1' ? `/v1/jobs/${id}` : `/jobs/${job.id}`);

  const kept: Held[] = [];
  const uncertain: Held[] = [];
  const keeps = async (api: ApiClient): Promise<void> => void kept.push(await submit(api));
  const mayKeep = async (api: ApiClient): Promise<void> => void uncertain.push(await submit(api));
  switch (race.contest) {
    case 'alice cancels, bob submits':
      await Promise.all([cancel(ofAlice), keeps(bob)]);
      break;
    case 'both hold, both cancel':
      if (ofBob) await Promise.all([cancel(ofAlice), cancel(ofBob)]);
      break;
    case 'both hold, alice cancels, bob submits again':
      if (ofBob) kept.push(ofBob);
      await Promise.all([cancel(ofAlice), keeps(bob)]);
      break;
    case 'alice cancels, alice submits again':
      // By its own id only the first submission is taken back; by the job's, whatever alice holds by then.
      await Promise.all([cancel(ofAlice), race.surface === 'v1' ? keeps(alice) : mayKeep(alice)]);
      break;
    case 'alice cancels on both surfaces':
      await Promise.all([cancel(ofAlice, 'v1'), cancel(ofAlice, 'jobs')]);
      break;
    case 'bob submits and, knowing nothing of it, cancels':
      kept.push(ofAlice);
      await Promise.all([mayKeep(bob), takeBack(bob, `/jobs/${job.id}`)]);
      break;
  }
  // Whatever a cancellation was too late to see holds the job.
  for (const one of uncertain) if ((await one.api.status(one.id)).phase !== 'cancelled') kept.push(one);
  if (kept.length > 0 || uncertain.length > 0) stack.blast.release();
  return { job, held: kept, archivesBefore };
}

interface HeldWork {
  readonly search: number;
  readonly format: number;
}

async function hold({ stack }: Arena, moment: Race['moment']): Promise<HeldWork> {
  const before = { search: stack.blast.calls(), format: stack.blast.calls('format') };
  if (moment === 'in a chunk' || moment === 'as a chunk goes on') stack.blast.holdAfter(before.search + 1);
  if (moment === 'in the report' || moment === 'as it completes')
    stack.blast.holdAfter(before.format, 'format');
  return before;
}

async function reach({ stack }: Arena, moment: Race['moment'], before: HeldWork): Promise<void> {
  if (moment === 'at once') return;
  if (moment === 'in a chunk' || moment === 'as a chunk goes on') {
    await until(() => stack.blast.calls() > before.search + 1, 'a chunk that is held');
    return;
  }
  await until(() => stack.blast.calls('format') > before.format, 'a report that is held');
}

/** A client that is told to come back does. */
async function submitTo(api: ApiClient, search: SearchForm): Promise<Held> {
  let id = '';
  await until(async () => {
    const response = await api.post(search);
    if (response.status !== 202 && response.status !== 503) throw new Error(await response.text());
    id = ((await response.json()) as Accepted).job_id;
    return response.status === 202;
  }, 'an answer to a submission');
  return { api, id };
}
