import assert from 'node:assert/strict';
import { z } from 'zod';
import { recordsOf, refused } from './expectations.ts';
import { follow } from './follow.ts';
import type { Session } from './session.ts';

const jsonFormat = { formatType: 'single-file-blast-json' };

/** As much of BLAST's own JSON as tells whose hits they are. */
const searchSchema = z.object({ query_title: z.string(), hits: z.array(z.unknown()) });
const blastJsonSchema = z.object({
  BlastOutput2: z.array(z.object({ report: z.object({ results: z.object({ search: searchSchema }) }) })),
});

/** The report of a query job as one JSON file, complete and in the collection of `me`. */
export async function completeReport({ me, patience }: Session, queryJobID: string) {
  const id = await me.report.create({ queryJobID, blastConfig: jsonFormat });
  return (await follow(me.report, id, patience)).details;
}

/** What the web client shows: the whole as one JSON file, and beside it each query. */
export async function reports(session: Session): Promise<void> {
  const { steps, me, job, children } = session;
  const report = await steps.run('a report as one JSON file is created and polled', async () => {
    const details = await completeReport(session, job.queryJobID);
    assert.deepEqual(details.blastConfig, jsonFormat);
    assert.equal(details.queryJobID, job.queryJobID);
    return details;
  });
  const id = report.reportJobID;
  const files = await steps.run('its files are listed, and are as large as they say', async () => {
    const listed = await me.report.files(id);
    for (const { name, size } of listed) assert.equal((await me.report.file(id, name)).bytes.length, size);
    return listed.map(({ name }) => name).sort();
  });
  await steps.run('it has one entry for each query, in their order', async () => {
    assert.deepEqual(files, ['report.json', 'report.zip']);
    const { text } = await me.report.file(id, 'report.json');
    const entries = blastJsonSchema.parse(JSON.parse(text)).BlastOutput2;
    const queries = await Promise.all(children.map(async (child) => (await me.query.text(child)).text));
    assert.deepEqual(
      entries.map((entry) => entry.report.results.search.query_title),
      queries.flatMap(recordsOf).map(({ defline }) => defline),
    );
  });
  await steps.run('all of it comes as a ZIP to be saved', async () => {
    const zip = await me.report.file(id, 'report.zip', true);
    assert.ok(zip.isAttachment);
    assert.deepEqual([...zip.bytes.subarray(0, 2)], [...Buffer.from('PK')]);
    await refused(404, me.report.file(id, 'absent.txt'));
  });
  await steps.run('a sequence has a report of its own', async () => {
    const own = await completeReport(session, await lookedAt(session));
    const { text } = await me.report.file(own.reportJobID, 'report.json');
    assert.equal(blastJsonSchema.parse(JSON.parse(text)).BlastOutput2.length, 1);
  });
}

/** A sequence whose job is complete, so that it can have reports. */
async function lookedAt({ me, children, patience }: Session): Promise<string> {
  return (await follow(me.query, String(children[0]), { ...patience, saves: false })).details.queryJobID;
}
