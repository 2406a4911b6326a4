import { objectKeys } from '../job/keys.ts';
import { isOverWithoutResults } from '../job/record.ts';
import type { ReportKey, ReportRequest } from '../report/index.ts';
import { asDatabaseChange } from './database-change.ts';
import { readJob } from './read-job.ts';
import { readJson } from './read-json.ts';
import { startAgain, type Turn } from './restart-job.ts';
import { restartQuery, type RestartQueryDeps } from './restart-query.ts';
import type { Submitted } from './submit-job.ts';
import { submitReport, type WantedReport } from './submit-report.ts';
import { supersedeJob } from './supersede-job.ts';

/**
 * Makes a report again that is over without results; its search first, as `restartQuery` does, when that is, too. Where
 * another search then stands for its search, the same report of that one is made, and the old id stands for it from then
 * on. Any number of calls make one run, and a repetition mends what a crash left.
 * @returns the report that the id stands for now
 * @throws PlatformError as `restartQuery`
 */
export async function restartReport(
  deps: RestartQueryDeps,
  reportJobId: string,
  turn: Turn,
): Promise<Submitted> {
  const report = await readJob(deps, reportJobId);
  const { searchJobId, key } = await readJson<ReportRequest>(deps.objects, objectKeys.request(reportJobId));
  const searchIsOver = isOverWithoutResults(report) && isOverWithoutResults(await readJob(deps, searchJobId));
  if (!searchIsOver) return startAgain(deps, reportJobId, turn);
  const { record: search } = await restartQuery(deps, searchJobId, turn);
  if (search.id === searchJobId) return startAgain(deps, reportJobId, turn);
  const asker = { ...turn, despiteFailure: true };
  const submitted = await asDatabaseChange(submitReport(deps, search.id, wantedOf(key), asker));
  await supersedeJob(deps, reportJobId, submitted.record.id);
  return submitted;
}

/** What was asked for; the rest of the key follows from the search. */
function wantedOf({ outfmt, delimiter, fields, options }: ReportKey): WantedReport {
  const delim = delimiter === undefined ? [] : [`delim=${delimiter}`];
  return { outfmt: [outfmt, ...delim, ...fields].join(' '), options };
}
