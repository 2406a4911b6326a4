import { submissions, type Submission } from '../account/submission.ts';
import { PlatformError } from '../errors/index.ts';
import { canonicalJson } from '../job/keys.ts';
import type { Platform } from './platform.ts';

/** What makes a submission that is sent again the same one. */
export type SubmissionIdentity = Pick<
  Submission,
  'id' | 'jobId' | 'reportJobId' | 'principal' | 'labels' | 'priority'
>;

/**
 * The submission that has this id already, which must have asked for the same: ids that follow from an idempotency key
 * come again when a client repeats itself. @throws PlatformError `CONFLICT` when it asked for something else or was
 * taken back
 */
export async function sameSubmission(
  { documents }: Pick<Platform, 'documents'>,
  wanted: SubmissionIdentity,
): Promise<Submission | undefined> {
  const known = (await documents.get(submissions, wanted.id))?.document;
  if (!known) return undefined;
  if (identityOf(known) !== identityOf(wanted)) {
    throw conflict(
      'This idempotency key was used before for another request. Use a new key for each request.',
    );
  }
  if (!known.live) {
    throw conflict(
      'The submission of this idempotency key was taken back. Use a new key to submit it again.',
    );
  }
  return known;
}

function identityOf({ id, jobId, reportJobId, principal, labels, priority }: SubmissionIdentity): string {
  return canonicalJson({ id, jobId, reportJobId, principal, labels, priority });
}

function conflict(message: string): PlatformError {
  return new PlatformError('CONFLICT', message, { location: { field: 'idempotency_key' } });
}
