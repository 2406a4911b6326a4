import { PlatformError } from '../../errors/index.ts';

/** Result codes that say the file cannot be used at the moment, rather than that a statement is wrong. */
const unavailableCodes = [
  'BUSY',
  'LOCKED',
  'IOERR',
  'FULL',
  'CANTOPEN',
  'READONLY',
  'CORRUPT',
  'NOTADB',
  'PERM',
  'PROTOCOL',
  'NOMEM',
];

/** The driver's error as ours; `details.sqlite` keeps the result code. */
export function fromSqliteError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const code = resultCode(error);
  const details = { sqlite: code };
  if (unavailableCodes.some((known) => code === `SQLITE_${known}` || code.startsWith(`SQLITE_${known}_`))) {
    const reason = code.startsWith('SQLITE_BUSY') ? 'is busy' : 'cannot be read or written';
    const message = `The job store ${reason}. Try again shortly.`;
    return new PlatformError('STORE_UNAVAILABLE', message, { details, cause: error });
  }
  return new PlatformError('INTERNAL', 'Something went wrong on our side.', { details, cause: error });
}

function resultCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : '';
}
