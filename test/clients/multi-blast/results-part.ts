import assert from 'node:assert/strict';
import { textBothWays } from './expectations.ts';
import { completeReport } from './report-parts.ts';
import type { Session } from './session.ts';

/** The archive of a query job, and what the tools said. */
export async function results(session: Session): Promise<void> {
  const { steps, me, job } = session;
  await steps.run('the result is an archive of BLAST+', async () => {
    const text = await textBothWays((saved) => me.query.result(job.queryJobID, saved));
    assert.match(text, /^Blast4-archive ::= \{/);
  });
  await steps.run('the standard error of the search can be read', () =>
    textBothWays((saved) => me.query.stderr(job.queryJobID, saved)),
  );
  await steps.run('the standard error of the formatter can be read', async () => {
    const { reportJobID } = await completeReport(session, job.queryJobID);
    await textBothWays((saved) => me.report.stderr(reportJobID, saved));
  });
}
