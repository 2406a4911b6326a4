import { z } from 'zod';
import { blastConfigSchema } from './blast-config-contract.ts';
import { reportConfigSchema } from './report-config-contract.ts';

/**
 * What Multi-Blast 2.0 publishes of its answers, written by hand and apart from the server's own schemas. A member that
 * is not published is refused; sites are any name, since ours are not VEuPathDB's.
 */
const jobId = z.string().regex(/^[\dA-Fa-f]{32}$/);
const timestamp = z.iso.datetime();

const jobStatus = z.enum(['queued', 'in-progress', 'complete', 'failed', 'expired']);
export type JobStatus = z.infer<typeof jobStatus>;

const userMeta = z.strictObject({ summary: z.string().max(512), description: z.string() }).partial();
export type UserMeta = z.infer<typeof userMeta>;

const queryJob = z.strictObject({
  queryJobID: jobId,
  status: jobStatus,
  createdOn: timestamp,
  userMeta: userMeta.optional(),
});

export const queryListSchema = z.array(queryJob.extend({ site: z.string().min(1) }));

const jobConfig = z.strictObject({
  site: z.string().min(1),
  targets: z.array(z.strictObject({ targetDisplayName: z.string(), targetFile: z.string() })).min(1),
});

export const queryDetailsSchema = queryJob.extend({
  jobConfig,
  blastConfig: blastConfigSchema,
  // Published as absent or not empty; upstream's own code sends, and its clients read, an empty list.
  subJobs: z.array(jobId).optional(),
});
export type QueryDetails = z.infer<typeof queryDetailsSchema>;

export const queryCreatedSchema = z.strictObject({ queryJobID: jobId });

const databases = z
  .strictObject({ naTargets: z.array(z.string()), aaTargets: z.array(z.string()) })
  .partial();
export const targetsSchema = z.record(z.string(), z.record(z.string(), databases));
export type Targets = z.infer<typeof targetsSchema>;

export const statusesSchema = z.record(jobId, jobStatus);
export type Statuses = z.infer<typeof statusesSchema>;

const reportJob = z.strictObject({
  reportJobID: jobId,
  queryJobID: jobId,
  status: jobStatus,
  userMeta: userMeta.optional(),
});

export const reportListSchema = z.array(reportJob);
export const reportDetailsSchema = reportJob.extend({ blastConfig: reportConfigSchema });
export const reportCreatedSchema = z.strictObject({ reportJobID: jobId });

/** Sizes in bytes. */
export const filesSchema = z.array(z.strictObject({ name: z.string().min(1), size: z.int().min(0) }));

const brokenJob = { rawConfig: z.unknown(), createdOn: timestamp, failedOn: timestamp };
export const brokenQueriesSchema = z.array(z.strictObject({ queryJobID: jobId, ...brokenJob }));
export const brokenReportsSchema = z.array(z.strictObject({ reportJobID: jobId, ...brokenJob }));

const fault = <W extends string>(...words: [W, ...W[]]) =>
  z.strictObject({ status: z.enum(words), message: z.string().min(1) });
const byField = z.strictObject({
  general: z.array(z.string()),
  byKey: z.record(z.string(), z.array(z.string()).min(1)),
});

/** Every error body: 422 tells the faults of the fields, 500 the id of the request, 424 whom it waited for. */
export const faultSchema = z.discriminatedUnion('status', [
  fault(
    'bad-request',
    'unauthorized',
    'forbidden',
    'not-found',
    'bad-method',
    'conflict',
    'gone',
    'too-early',
  ),
  fault('invalid-input').extend({ errors: byField }),
  fault('failed-dependency').extend({ dependency: z.string() }),
  fault('server-error').extend({ requestId: z.string().min(1) }),
]);
export type Fault = z.infer<typeof faultSchema>;

/** The word of each HTTP status that the contract names. */
export const wordOfHttpStatus: Readonly<Record<number, Fault['status']>> = {
  400: 'bad-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  405: 'bad-method',
  409: 'conflict',
  410: 'gone',
  422: 'invalid-input',
  424: 'failed-dependency',
  425: 'too-early',
  500: 'server-error',
};
