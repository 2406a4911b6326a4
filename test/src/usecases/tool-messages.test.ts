import { canonicalJson, objectKeys } from '../../../src/job/keys.ts';
import { toolNote, type ToolRun } from '../../../src/job/provenance.ts';
import type { JobRecord } from '../../../src/job/record.ts';
import { publishJob } from '../../../src/usecases/publish-job.ts';
import { submitJob } from '../../../src/usecases/submit-job.ts';
import { readToolMessages } from '../../../src/usecases/tool-messages.ts';
import { asked, createJobWorld, jobId, manifestOf, type JobWorld } from './job-world.ts';

const run: ToolRun = { tool: 'blastp', version: '2.12.0', argv: [], environment: {}, wallMs: 1 };
const noted = (stderr: string): string => canonicalJson(toolNote(run, stderr));
/** As earlier versions wrote it. */
const oldNote = JSON.stringify({ schemaVersion: 1, ...run });

let world: JobWorld;
beforeEach(async () => {
  world = createJobWorld();
  await submitJob(world, asked('alice'));
  await world.begin();
});

const row = async (): Promise<JobRecord> => {
  const found = await world.row();
  if (!found) throw new Error('there is no row');
  return found;
};

async function messages(): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of await readToolMessages(world, await row())) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Publishes a search of chunks with these notes, in two pages of a plan. */
async function publishSearch(notes: readonly (string | undefined)[]): Promise<void> {
  const pages = [notes.slice(0, 2), notes.slice(2)];
  const pageKeys = pages.map((_, page) => objectKeys.planPage(jobId, 'run-1', page));
  for (const [page, some] of pages.entries()) {
    const chunks = some.map((_, index) => ({ chunkKey: `${String(page)}${String(index)}ab` }));
    await world.objects.put(pageKeys[page] ?? '', JSON.stringify({ schemaVersion: 1, page, chunks }));
    for (const [index, note] of some.entries())
      if (note !== undefined)
        await world.objects.put(objectKeys.chunkRun(chunks[index]?.chunkKey ?? ''), note);
  }
  await publishJob(world, { ...manifestOf('run-1'), plan: { pageKeys, chunkCount: notes.length } });
}

describe('of a search', () => {
  it.each<[string, readonly (string | undefined)[], string]>([
    ['nothing where no chunk said anything', [noted(''), noted('')], ''],
    ['all that its chunks said, in their order', [noted('b\n'), noted(''), noted('a\n')], 'b\na\n'],
    ['what several said alike once', [noted('a\n'), noted('b\n'), noted('a\n'), noted('a\n')], 'a\nb\n'],
    ['nothing of chunks whose notes are from before they had it', [oldNote, noted('a\n'), oldNote], 'a\n'],
    ['nothing of notes that are gone', [undefined, noted('a\n'), undefined], 'a\n'],
  ])('they are %s', async (_what, notes, text) => {
    await publishSearch(notes);
    expect(await messages()).toBe(text);
  });

  it('whose plan is gone there are none', async () => {
    await publishSearch([noted('a\n')]);
    await world.objects.delete([objectKeys.planPage(jobId, 'run-1', 0)]);
    expect(await messages()).toBe('');
  });
});

it('of a report they are what its steps said, in their order, and not what those of another run said', async () => {
  for (const [runId, first, said] of [
    ['run-1', 0, 'a\n'],
    ['run-1', 32, 'b\n'],
    ['run-1', 64, 'a\n'],
    ['run-2', 0, 'other\n'],
  ] as const)
    await world.objects.put(objectKeys.stepRun(jobId, runId, first), noted(said));
  await publishJob(world, { ...manifestOf('run-1'), kind: 'report' });
  expect(await messages()).toBe('a\nb\n');
});

it('of a job that has failed they are why, as one line', async () => {
  await world.finish({ code: 'TOOL_REJECTED_INPUT', message: 'BLAST engine error:\n bad' });
  expect(await messages()).toBe('BLAST engine error: bad\n');
});

it('a store that does not answer is noticed before anything is sent', async () => {
  await publishSearch([noted('a\n')]);
  const record = await row();
  world.objects.available = false;
  await expect(readToolMessages(world, record)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
});
