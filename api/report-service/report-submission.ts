import type { LinkNotes } from '../../src/account/link.ts';
import { PlatformError } from '../../src/errors/index.ts';
import { errorsIn, mergeErrors } from '../../src/multiblast/config-errors.ts';
import { InvalidInput } from '../../src/multiblast/invalid-input.ts';
import { parseUserMeta } from '../../src/multiblast/job-config.ts';
import { isObject } from '../../src/multiblast/members.ts';
import { parseReportConfig, type WantedConfig } from '../../src/multiblast/report-config.ts';
import type { Program } from '../../src/search/program.ts';
import { unknownFields } from '../multiblast/unknown-fields.ts';

/** `POST /report/jobs`, found good. */
export interface ReportSubmission {
  readonly config: WantedConfig;
  readonly addToUserCollection: boolean;
  readonly notes: Partial<LinkNotes>;
}

/** The id of the query job, before anything else is checked. @throws PlatformError `MALFORMED_BODY` for no object */
export function queryJobIdOf(body: unknown): string | undefined {
  const { queryJobID } = membersOf(body);
  return typeof queryJobID === 'string' ? queryJobID : undefined;
}

/**
 * @param program - of the query job, where there is one: not every format exists for every program
 * @throws InvalidInput with every fault of every field
 */
export function readReportSubmission(body: unknown, program: Program | undefined): ReportSubmission {
  const { queryJobID, blastConfig, addToUserCollection, userMeta, ...more } = membersOf(body);
  const [report, meta] = [parseReportConfig(blastConfig, program), parseUserMeta(userMeta)];
  const general = unknownFields(more);
  const byKey = {
    ...(typeof queryJobID !== 'string' && { queryJobID: ['This must be the id of a query job, in quotes.'] }),
    ...(!isOptionalFlag(addToUserCollection) && { addToUserCollection: ['This must be true or false.'] }),
  };
  if ('errors' in report || 'errors' in meta || general.length > 0 || Object.keys(byKey).length > 0)
    throw new InvalidInput(mergeErrors({ general, byKey }, errorsIn(report), errorsIn(meta)));
  return { config: report.config, notes: meta.notes, addToUserCollection: addToUserCollection !== false };
}

function isOptionalFlag(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'boolean';
}

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  if (isObject(body)) return body;
  throw new PlatformError(
    'MALFORMED_BODY',
    'Send a JSON object with queryJobID and, if you like, blastConfig.',
  );
}
