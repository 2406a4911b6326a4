import { hasErrno } from '../../errors/error-code.ts';
import { PlatformError } from '../../errors/index.ts';

/** Errors of the disk or of its mount, which an operator can mend, rather than of the call. */
const unavailableErrnos = [
  'EACCES',
  'EBUSY',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENODEV',
  'ENOENT',
  'ENOSPC',
  'ENOTCONN',
  'ENOTDIR',
  'ENXIO',
  'EPERM',
  'EROFS',
  'ESTALE',
  'ETIMEDOUT',
];

/** Runs file operations and gives their failures our codes. */
export async function guardFilesystem<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw fromFilesystemError(error);
  }
}

export function fromFilesystemError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  if (hasErrno(error, ...unavailableErrnos)) {
    const reason = hasErrno(error, 'ENOSPC', 'EDQUOT') ? 'is full' : 'cannot be read or written';
    return new PlatformError('STORE_UNAVAILABLE', `The object store ${reason}. Try again later.`, {
      cause: error,
    });
  }
  return new PlatformError('INTERNAL', 'Something went wrong on our side.', { cause: error });
}
