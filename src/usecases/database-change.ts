import { PlatformError, type ErrorCode } from '../errors/index.ts';

const ofDatabases: readonly ErrorCode[] = ['UNKNOWN_DATABASE', 'WRONG_MOLECULE_TYPE', 'UNSUITABLE_DATABASE'];

/**
 * What is found wrong with the databases of something that was good when it was first asked for, as what it is.
 * @throws PlatformError `DATABASE_CHANGED` instead; others as they are
 */
export async function asDatabaseChange<T>(checked: Promise<T>): Promise<T> {
  try {
    return await checked;
  } catch (error) {
    if (!(error instanceof PlatformError) || !ofDatabases.includes(error.code)) throw error;
    const message = `What this job was run on has changed, so that it cannot be run again: ${error.message}`;
    throw new PlatformError('DATABASE_CHANGED', message, { cause: error });
  }
}
