import type { IncomingMessage } from 'node:http';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { Principal } from '../src/account/principal.ts';
import type { QueryLimits } from '../src/multiblast/judge-query.ts';
import type { SiteCatalogue } from '../src/ports/site-catalogue.ts';
import type { JobWatcher } from '../src/usecases/job-watcher.ts';
import type { StoredObjects } from '../src/usecases/stored-objects.ts';
import type { SubmitSearchDeps } from '../src/usecases/submit-search.ts';
import type { ArtifactReader } from './jobs/artifact-reader.ts';
import type { JobAnswers } from './jobs/job-answers.ts';
import type { ApiMetrics } from './system/metrics.ts';

/** What the API is given by its composition root. */
export interface ApiDeps extends SubmitSearchDeps {
  readonly sites: SiteCatalogue;
  /** Of a query of Multi-Blast's service. */
  readonly queryLimits: QueryLimits;
  readonly watcher: JobWatcher;
  readonly stored: StoredObjects;
  readonly artifacts: ArtifactReader;
  readonly answers: JobAnswers;
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
  /** Of a JSON body; a streamed file is bounded by {@link SubmitSearchDeps.limits} instead. */
  readonly maxBodyBytes: number;
  /** Results that nobody has used for so many days may expire. */
  readonly resultRetentionDays: number;
  /** What users and guests of Multi-Blast's services prove themselves with; absent: they are not told apart. */
  readonly auth?: { readonly secret: string; readonly allowGuestNumbers: boolean };
  /** Absent: every caller is anonymous. */
  readonly apiToken?: string;
}

/** How long an answer may be given again, and which operation it is of, for the metrics. */
export interface Repeatable {
  readonly holds: () => boolean;
  readonly route: string;
}

/** What the middleware leaves for the operations of one request. */
export interface ApiEnv {
  /** From the server; absent where no socket is. */
  readonly Bindings: {
    readonly incoming?: IncomingMessage;
    /** Says of the answer to this request that others who ask the same may be given it. */
    readonly repeat?: (what: Repeatable) => void;
  };
  readonly Variables: {
    readonly requestId: string;
    /** What every line of the log about this request says; see `loggerOf`. */
    readonly logFields: Readonly<Record<string, string>>;
    readonly baseLogger: Logger;
    /** An answer that programs ask for again and again: its line in the log is for debugging. */
    readonly isRoutine?: boolean;
    readonly principal: Principal;
  };
}

export type Api = OpenAPIHono<ApiEnv>;
export type ApiContext = Context<ApiEnv>;
