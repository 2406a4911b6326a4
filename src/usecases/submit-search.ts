import type { Principal } from '../account/principal.ts';
import type { Submission } from '../account/submission.ts';
import type { Database } from '../database/database.ts';
import { jobIdOf } from '../job/keys.ts';
import type { JobSummary } from '../job/record.ts';
import { reportKey } from '../report/index.ts';
import type { SearchOptions } from '../search/canonical-options.ts';
import { splittingRuleOf } from '../search/exactness.ts';
import { programTable, type Program } from '../search/program.ts';
import type { QueryObject, SearchKey, SearchRequest } from '../search/request.ts';
import type { JobQuota } from './job-quota.ts';
import type { Platform } from './platform.ts';
import { findDatabases, findDomainDatabase } from './find-databases.ts';
import { fitOptions } from './fit-options.ts';
import { fitReport } from './fit-report.ts';
import { sameSubmission } from './same-submission.ts';
import { reportRequest, storeReportRequest, type WantedReport } from './submit-report.ts';
import { withQuery, type QueryLimits } from './store-query.ts';
import { submitJob, type Submitted } from './submit-job.ts';
import type { SearchedDatabase } from '../ports/search-engine.ts';
import type { Spool } from '../ports/spool.ts';

export interface SearchToSubmit {
  readonly program: Program;
  readonly options: SearchOptions;
  readonly databaseNames: readonly string[];
  /** Raw FASTA as it arrives; read once, only after everything else was found good. */
  readonly fasta: AsyncIterable<Uint8Array>;
  readonly report: WantedReport;
  readonly principal: Principal;
  readonly submission: Pick<Submission, 'id' | 'surface' | 'labels'>;
  readonly priority: number;
}

export interface SubmittedSearch {
  readonly search: Submitted;
  readonly report: Submitted;
}

export type SubmitSearchDeps = Platform & {
  readonly spool: Spool;
  readonly limits: QueryLimits;
  readonly quota: JobQuota;
};

/**
 * Submits a search and the report its caller wants of it. Everything about the request is checked before anything is
 * stored or started. @throws PlatformError 4xx codes for what the caller can mend, 503 codes for what passes
 */
export async function submitSearch(deps: SubmitSearchDeps, input: SearchToSubmit): Promise<SubmittedSearch> {
  const { program, priority, principal } = input;
  const [databases, domainDatabase, blastVersion] = await Promise.all([
    findDatabases(deps, program, input.databaseNames),
    findDomainDatabase(deps, program, input.options.options),
    deps.engine.version(),
  ]);
  const options = { ...input.options, options: await fitOptions(deps, input.options.options, databases) };
  reportKey({ jobId: '', program, options: options.options }, input.report.outfmt, input.report.options);
  const wantedReport = await fitReport(deps, input.report, databases);
  const rules = { molecule: programTable[program].queryMolecule, keepCase: options.keepCase };
  return withQuery(deps, input.fasta, rules, async ({ query, store }) => {
    const key = searchKeyOf({ ...input, options }, { databases, domainDatabase, query, blastVersion });
    const request: SearchRequest = {
      schemaVersion: 1,
      kind: 'search',
      key,
      query,
      summary: summaryOf(input, query),
    };
    const jobId = jobIdOf(key);
    const report = reportRequest(jobId, request, wantedReport);
    const submission = { ...input.submission, principal: principal.id, reportJobId: report.jobId };
    await sameSubmission(deps, { ...submission, jobId, priority });
    const asker = { priority, fairnessKey: principal.id };
    return deps.quota.admit(jobId, principal.id, async () => {
      await Promise.all([store(), storeReportRequest(deps, report)]);
      return {
        search: await submitJob(deps, { jobId, request, submission, ...asker }),
        report: await submitJob(deps, { ...report, ...asker }),
      };
    });
  });
}

interface KeyFacts {
  readonly databases: readonly Database[];
  readonly domainDatabase: Database | undefined;
  readonly query: QueryObject;
  readonly blastVersion: string;
}

const searched = ({ name, fingerprint }: Database): SearchedDatabase => ({ name, fingerprint });

function searchKeyOf(
  { program, options }: SearchToSubmit,
  { databases, domainDatabase, query, blastVersion }: KeyFacts,
): SearchKey {
  const key: SearchKey = {
    schemaVersion: 1,
    kind: 'search',
    program,
    task: options.task,
    options: options.options,
    databases: databases.map(searched),
    ...(domainDatabase === undefined ? {} : { domainDatabase: searched(domainDatabase) }),
    queryDigest: query.digest,
    engine: 'local',
    blastVersion,
  };
  const rule = splittingRuleOf(program, options.task, options.options);
  return rule.cut === 'anywhere' ? key : { ...key, batchSizeResidues: rule.batchSizeResidues };
}

function summaryOf({ program, databaseNames }: SearchToSubmit, query: QueryObject): JobSummary {
  const sequences = query.sequenceCount === 1 ? '1 sequence' : `${String(query.sequenceCount)} sequences`;
  return {
    title: `${program}: ${sequences} against ${databaseNames.join(' ')}`,
    program,
    databases: databaseNames,
    queryCount: query.sequenceCount,
    residueCount: query.residueCount,
  };
}
