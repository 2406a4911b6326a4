import { canonicalJson, objectKeys } from '../job/keys.ts';
import type { JobRequest } from '../job/request.ts';
import type { Platform } from './platform.ts';

/** Writes the request of a job that is not started yet, so that whoever asks for it first can start it. Idempotent. */
export async function storeRequest(
  { objects }: Pick<Platform, 'objects'>,
  { jobId, request }: { readonly jobId: string; readonly request: JobRequest },
): Promise<void> {
  const key = objectKeys.request(jobId);
  if (await objects.head(key)) return;
  await objects.put(key, canonicalJson(request), { mediaType: 'application/json', ifAbsent: true });
}
