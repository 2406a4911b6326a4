import { createHash } from 'node:crypto';
import { links } from '../../../src/account/link.ts';
import { submissions } from '../../../src/account/submission.ts';
import { isTerminal, jobs, type JobRecord } from '../../../src/job/record.ts';
import { cancelJob, type Cancellation } from '../../../src/usecases/cancel-job.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { submitJob, type Submitted } from '../../../src/usecases/submit-job.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import type { Actors, Stepper } from '../../support/step-through.ts';
import { asked, createJobWorld, jobId, type JobWorld, type WorldDeps } from './job-world.ts';
import { createRunModel, type Finishing, type RunModel } from './run-model.ts';

/** `collect`: to submit without a submission, into a collection. */
export type Act = 'submit' | 'collect' | 'cancel';

/** Principals who act at the same time, each in the order of its own acts, while the job's runs go on. */
export interface Play {
  readonly acts: Readonly<Record<string, readonly Act[]>>;
  /** Who holds the job when the play begins; nobody: there is no job yet. */
  readonly holders: readonly string[];
  readonly finishing: Finishing;
}

type Answer = Submitted | Cancellation | Error;

interface Principal {
  readonly name: string;
  /** What it asked last, and the answer if there was one. */
  last: { readonly act: Act; answer?: Answer };
  readonly answers: Answer[];
  /** Digest of everything that it was told so far: with it, all that it will do follows from what it is told next. */
  heard: string;
}

/** Sets up the play: every call to the job store and to Temporal waits for its turn, and so does everyone who sleeps. */
export async function playCancel(play: Play): Promise<Actors> {
  const world = createJobWorld();
  for (const holder of play.holders) await submitJob(world, asked(holder));
  if (play.holders.length > 0) await world.begin();
  const runs = createRunModel(world, play.finishing);
  const principals = Object.keys(play.acts).map((name): Principal => ({
    name,
    last: { act: 'submit' },
    answers: [],
    heard: '',
  }));
  const linking = Object.values(play.acts).some((acts) => acts.includes('collect'));
  return {
    start: (stepper) =>
      Promise.all(
        principals.map(async (principal) => {
          const deps = stepped(world, stepper, principal, linking);
          for (const act of play.acts[principal.name] ?? []) await perform(deps, principal, act);
        }),
      ),
    moves: runs.moves,
    position: async () => JSON.stringify([await positionOf(world), runs.position(), principals.map(heard)]),
    checkNow: () => checkNow(world, principals),
    checkEnd: () => checkEnd(world, runs, principals),
  };
}

async function perform(deps: WorldDeps, principal: Principal, act: Act): Promise<void> {
  const { name } = principal;
  principal.last = { act };
  const answer = await answerTo(deps, name, act).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  principal.last = { act, answer };
  principal.answers.push(answer);
}

function answerTo(deps: WorldDeps, name: string, act: Act): Promise<Answer> {
  if (act === 'cancel') return cancelJob(deps, jobId, name);
  const { submission, ...job } = asked(name, `again-${name}`);
  const asHolder =
    act === 'submit' ? submission && { submission } : { link: { principal: name, site: null } };
  return submitJob(deps, { ...job, ...asHolder });
}

/**
 * Looking for one's own submissions does not wait for a turn, nor for links where nobody makes any: no other's move
 * changes what is found.
 */
function stepped(world: JobWorld, stepper: Stepper, principal: Principal, linking: boolean): WorldDeps {
  const turn = <T extends object>(port: T): T =>
    interceptCalls(port, async (method, proceed, [collection]) => {
      if (method !== 'find' && (linking || collection !== links)) await stepper.turn(principal.name, method);
      const result = await proceed();
      principal.heard = digest([principal.heard, method, result]);
      return result;
    });
  const clock: Clock = {
    now: () => world.clock.now(),
    async sleep() {
      await stepper.turn(principal.name, 'sleep');
    },
  };
  return { documents: turn(world.documents), objects: world.objects, launcher: turn(world.launcher), clock };
}

async function positionOf(world: JobWorld): Promise<unknown> {
  const { documents } = world;
  const holders = [await documents.find(submissions, {}), await documents.find(links, {})];
  return [await documents.get(jobs, jobId), holders.map(({ items }) => items)];
}

/** Whoever was told that the job is submitted, and has not asked for its end since, has a job that goes on or is done. */
async function checkNow(world: JobWorld, principals: readonly Principal[]): Promise<void> {
  const isSure = ({ last }: Principal): boolean => last.act !== 'cancel' && last.answer !== undefined;
  if (!principals.some(isSure)) return;
  const row = await world.row();
  expect(row).toMatchObject({ state: expect.stringMatching(/^(queued|running|completed)$/) as string });
  if (row?.state === 'completed') return;
  expect(row?.phase).not.toBe('cancelling');
  expect(world.launcher.openRun(jobId)?.cancelRequests).toBe(0);
}

async function checkEnd(world: JobWorld, runs: RunModel, principals: readonly Principal[]): Promise<void> {
  const row = await world.row();
  const submitted = (await world.submissions()).filter(({ live }) => live);
  const collected = (await world.documents.find(links, {})).items.map(({ document }) => document);
  const holders = [...submitted, ...collected];
  const open = world.launcher.openRun(jobId);
  for (const { answers } of principals)
    for (const answer of answers) expect(answer).not.toBeInstanceOf(Error);
  // Nothing is left half-decided.
  expect(row?.cancelRequested).toBe(false);
  expect(row?.phase).not.toBe('cancelling');
  expect(open !== undefined).toBe(row !== undefined && !isTerminal(row.state));
  if (holders.length === 0) expect(row?.state).toMatch(/^(cancelled|completed)$/);
  else expectKept(row, holders, open?.runId);
  expect(runs.computations()).toBeLessThanOrEqual(1);
}

function expectKept(
  row: JobRecord | undefined,
  holders: readonly { readonly jobId: string }[],
  openRunId: string | undefined,
): void {
  expect(holders.map(({ jobId: held }) => held)).toContain(row?.id);
  if (row?.state === 'completed') return;
  expect(row).toMatchObject({ state: 'running', runId: openRunId });
}

const heard = ({ heard: told }: Principal): string => told;

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64');
}
