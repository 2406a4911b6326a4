import type { Principal } from '../account/principal.ts';
import type { Submission } from '../account/submission.ts';
import { normaliseFasta } from '../formats/fasta-normaliser.ts';
import type { Spool } from '../ports/spool.ts';
import { reportKey } from '../report/index.ts';
import { programTable } from '../search/program.ts';
import { fitReport } from './fit-report.ts';
import type { JobQuota } from './job-quota.ts';
import type { Platform } from './platform.ts';
import { prepareSearch, searchRequest, type WantedSearch } from './prepare-search.ts';
import { sameSubmission } from './same-submission.ts';
import { withQuery, type QueryLimits } from './store-query.ts';
import { submitJob, type Submitted } from './submit-job.ts';
import { storeRequest } from './store-request.ts';
import { reportRequest, type WantedReport } from './submit-report.ts';

export interface SearchToSubmit extends WantedSearch {
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
  const terms = await prepareSearch(deps, input);
  const { options, databases } = terms;
  reportKey({ jobId: '', program, options: options.options }, input.report.outfmt, input.report.options);
  const wantedReport = await fitReport(deps, input.report, databases);
  const rules = {
    molecule: programTable[program].queryMolecule,
    keepCase: options.keepCase,
    limits: deps.limits,
  };
  return withQuery(deps, normaliseFasta(input.fasta, rules), async ({ query, store }) => {
    const { jobId, request } = searchRequest(terms, query);
    const report = reportRequest(jobId, request, wantedReport);
    const submission = { ...input.submission, principal: principal.id, reportJobId: report.jobId };
    await sameSubmission(deps, { ...submission, jobId, priority });
    const asker = { priority, fairnessKey: principal.id };
    return deps.quota.admit(jobId, principal.id, async () => {
      // The report's before the search starts: after a crash in between `resumeJob` still makes it.
      await store();
      await storeRequest(deps, report);
      return {
        search: await submitJob(deps, { jobId, request, submission, ...asker }),
        report: await submitJob(deps, { ...report, ...asker }),
      };
    });
  });
}
