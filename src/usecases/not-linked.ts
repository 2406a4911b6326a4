import { PlatformError } from '../errors/index.ts';

/** The same whether the job exists or not: a collection says nothing about other people's jobs. */
export function notLinked(jobId: string): PlatformError {
  return new PlatformError('NOT_FOUND', `Job ${jobId.slice(0, 64)} is not in your collection.`);
}
