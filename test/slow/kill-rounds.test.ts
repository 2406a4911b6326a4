import { isTerminal, type JobState } from '../../src/job/record.ts';
import { seeded } from '../support/seeded.ts';
import { readStateAtRest } from '../support/stack/end-state.ts';
import { faultsOf } from '../support/stack/faults-of.ts';
import { startTestStack, until, type TestStack } from '../support/stack/start-test-stack.ts';
import { openLookout, reportProgress, type Lookout } from '../support/stack/strike.ts';
import { takeBack } from '../support/stack/take-back.ts';
import { searchUndisturbed, type Undisturbed } from '../support/stack/undisturbed.ts';

/** Give KILL_SEED to play the same rounds again, KILL_ROUNDS for more of them. */
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
const roundCount = Number(process.env['KILL_ROUNDS'] ?? 6);
const random = seeded(seed);
const below = (end: number): number => Math.floor(random() * end);

const victims = [['worker'], ['api'], ['temporal'], ['worker', 'api', 'temporal']] as const;
const stages = ['the search', 'a small report', 'a report that is shared out'] as const;
const slots = 2;

let stack: TestStack;
let lookout: Lookout;
let small: Undisturbed;
let sharedOut: Undisturbed;

beforeAll(async () => {
  console.log(`kill rounds with KILL_SEED=${String(seed)} KILL_ROUNDS=${String(roundCount)}`);
  stack = await startTestStack();
  lookout = await openLookout(stack);
  small = await searchUndisturbed(stack);
  sharedOut = await searchUndisturbed(stack, 'shared out', small);
}, 120_000);

afterAll(async () => {
  await lookout.close();
  await stack.stop();
}, 60_000);

const rounds = Array.from({ length: roundCount }, (_, round) => ({
  round,
  killed: victims[below(victims.length)] ?? victims[0],
  /** It strikes when so many of a hundred steps of the stage are done. */
  percent: below(101),
  stage: stages[below(stages.length)] ?? stages[0],
  /** Whether the client takes its search back at that moment, and asks again when it has ended. */
  takesBack: random() < 0.3,
}));

it.each(rounds)(
  'round $round: kill -9 of $killed at $percent % of $stage, taken back: $takesBack',
  async ({ killed, percent, stage, takesBack }) => {
    const archives = lookout.archives();
    const calls = stack.blast.calls();
    const formats = stack.blast.calls('format');
    const undisturbed = stage === 'a report that is shared out' ? sharedOut : small;
    const search = undisturbed.next();
    let accepted = await stack.api.submit(search);
    const { id, report_id: reportId } = accepted.job;
    const { chunkCount } = undisturbed.search;
    const steps = stage === 'the search' ? chunkCount : undisturbed.partCount;
    await lookout.moment(() => {
      const { fragments, isPublished } = reportProgress(lookout, reportId);
      const done = {
        'the search': () => lookout.archives() - archives,
        // Nothing is seen of its parts but that they begin.
        'a small report': () => stack.blast.calls('format') - formats,
        'a report that is shared out': () => fragments,
      }[stage]();
      return done >= Math.floor((steps * percent) / 100) || isPublished;
    }, 'the moment to strike');
    const taken = takesBack ? takeBack(stack.api, `/v1/jobs/${accepted.job_id}`) : undefined;
    await Promise.all(killed.map((service) => stack.kill(service)));
    if (taken !== undefined) {
      await taken;
      await until(async () => isTerminal(await stateOf(id)), 'the end of the search', 60_000);
      expect(await stateOf(id)).not.toBe('failed');
      expect(faultsOf(await readStateAtRest(stack.stack.config))).toEqual([]);
      accepted = await stack.api.submit(search);
    }
    await undisturbed.expectLike(accepted);
    const again = stack.blast.calls() - calls - chunkCount;
    // A finished chunk is never run again; what was running when it struck may be, and what was taken back.
    expect(again).toBeGreaterThanOrEqual(0);
    expect(again).toBeLessThanOrEqual(
      killed.length === 1 && killed[0] !== 'worker' && !takesBack ? 0 : 2 * slots,
    );
  },
  240_000,
);

async function stateOf(jobId: string): Promise<JobState> {
  return (await lookout.row(jobId))?.state ?? 'queued';
}
