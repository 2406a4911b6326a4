import assert from 'node:assert/strict';
import type { QueryConfig } from './client.ts';
import { besideFields, recordsOf, refused, textBothWays } from './expectations.ts';
import { follow } from './follow.ts';
import type { Session } from './session.ts';

const absentId = '0123456789abcdef0123456789abcdef';

/** What is wrong is said, and where. */
export async function refusals({ steps, me, config, job, options }: Session): Promise<void> {
  const pasted = (query: string, more: Partial<QueryConfig> = {}): Promise<string> =>
    me.query.create({ ...config, ...more, jobConfig: { ...config.jobConfig, query } });
  await steps.run('faults of the configuration stand beside their fields', async () => {
    const faulty = {
      blastConfig: { ...config.blastConfig, eValue: 'many', wordSize: 1 },
      userMeta: { summary: 'x'.repeat(513) },
    };
    const shown = await besideFields(pasted(options.fasta, faulty));
    const fields = ['blastConfig.eValue', 'blastConfig.wordSize', 'userMeta.summary'];
    assert.deepEqual(Object.keys(shown).sort(), fields);
  });
  await steps.run('a fault of the query stands beside the query', async () => {
    assert.deepEqual(Object.keys(await besideFields(pasted('>one\nMKV1\n>two\nMK?V\n'))), [
      'jobConfig.query',
    ]);
  });
  await steps.run('no query, and two, are refused', async () => {
    await refused(400, me.query.create(config));
    const both = { ...config, jobConfig: { ...config.jobConfig, query: options.fasta } };
    await refused(400, me.query.create(both, options.fasta));
  });
  await steps.run('an id of no job, and what is no id, are not found', async () => {
    await refused(404, me.query.details(absentId));
    await refused(404, me.query.details('no-id'));
  });
  await steps.run('a job that has not expired is not restarted', () =>
    refused(403, me.query.restart(job.queryJobID)),
  );
}

/** The list of one's jobs, the notes in it, and taking a job out and in. */
export async function collection({ steps, me, config, job }: Session): Promise<void> {
  const id = job.queryJobID;
  const { site } = job.jobConfig;
  const entryOf = async (filter?: string) =>
    (await me.query.list(filter)).find(({ queryJobID }) => queryJobID === id);
  await steps.run('the job is listed, also by its site', async () => {
    for (const filter of [undefined, site]) assert.equal((await entryOf(filter))?.status, 'complete');
    assert.equal(await entryOf('NoSuchDB'), undefined);
  });
  await steps.run('a change of a note keeps the other, and no change is fine', async () => {
    await me.query.update(id, { summary: 'Mine', description: 'Of a client' });
    await me.query.update(id, { summary: 'Still mine' });
    await me.query.update(id);
    const notes = { summary: 'Still mine', description: 'Of a client' };
    assert.deepEqual((await entryOf())?.userMeta, notes);
    assert.deepEqual((await me.query.details(id)).userMeta, notes);
    assert.ok('userMeta.summary' in (await besideFields(me.query.update(id, { summary: 'x'.repeat(513) }))));
  });
  await steps.run('what is revised and run again unchanged is the same job', async () => {
    const { jobConfig, blastConfig } = await me.query.details(id);
    assert.deepEqual({ jobConfig, blastConfig }, config);
    const { text: query } = await me.query.text(id);
    assert.equal(await me.query.create({ blastConfig, jobConfig: { ...jobConfig, query } }), id);
  });
  await steps.run('a job that is taken out is not listed, and comes back when it is opened', async () => {
    await me.query.unlink(id);
    assert.equal(await entryOf(), undefined);
    await refused(404, me.query.unlink(id));
    await refused(404, me.query.update(id, { summary: 'Not mine' }));
    await me.query.details(id, false);
    assert.equal(await entryOf(), undefined);
    await me.query.details(id);
    assert.equal((await entryOf())?.status, 'complete');
  });
}

/** The jobs of the single sequences. */
export async function children({ steps, me, job, children: ids, options, patience }: Session): Promise<void> {
  const records = recordsOf(options.fasta);
  await steps.run('the query of each is its own sequence', async () => {
    const texts = await Promise.all(ids.map((id) => textBothWays((saved) => me.query.text(id, saved))));
    assert.deepEqual(texts.flatMap(recordsOf), records);
    assert.deepEqual(recordsOf((await me.query.text(job.queryJobID)).text), records);
  });
  await steps.run('statuses of all come in one answer, without ids that are none', async () => {
    const statuses = await me.query.statuses([job.queryJobID, ...ids, absentId, 'no-id']);
    assert.deepEqual(Object.keys(statuses).sort(), [job.queryJobID, ...ids].sort());
    assert.equal(statuses[job.queryJobID], 'complete');
  });
  await steps.run('a sequence that is looked at becomes complete, and has no further ones', async () => {
    const { details } = await follow(me.query, String(ids[1]), { ...patience, saves: false });
    assert.deepEqual(details.subJobs ?? [], []);
    assert.deepEqual(details.blastConfig, job.blastConfig);
  });
}

/** What is gone is computed again by whoever polls. */
export async function expiry({ steps, me, job, options, patience }: Session): Promise<void> {
  const name = 'an expired job is restarted by who polls it, and is complete again';
  const id = job.queryJobID;
  if ((await options.expire?.(id)) !== true) {
    steps.skip(name, 'making a job expire is not admitted');
    return;
  }
  await steps.run(name, async () => {
    const { restarts } = await follow(me.query, id, patience);
    assert.equal(restarts, 1);
    assert.deepEqual(await me.query.statuses([id]), { [id]: 'complete' });
  });
}
