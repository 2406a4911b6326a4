import { PlatformError } from '../../errors/index.ts';
import { programMistake } from './program-mistake.ts';

const largestPage = 1000;

/** A listing goes on behind a key, so a cursor is that key, made opaque. */
export function encodeObjectCursor(lastKey: string): string {
  return Buffer.from(`1:${lastKey}`).toString('base64url');
}

/** @throws PlatformError `INVALID_REQUEST` when it is not one of ours or belongs to another prefix */
export function decodeObjectCursor(cursor: string, prefix: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (text.startsWith(`1:${prefix}`) && text.length > 2) return text.slice(2);
  throw new PlatformError(
    'INVALID_REQUEST',
    'The cursor is not one that this list gave out. Leave it out to start at the first page.',
    { location: { field: 'cursor' } },
  );
}

/** @throws PlatformError `INTERNAL` when it is no page size */
export function checkedPageSize(limit: number | undefined): number {
  if (limit === undefined) return largestPage;
  if (!Number.isInteger(limit) || limit < 1) throw programMistake(`${String(limit)} is no page size`);
  return Math.min(limit, largestPage);
}
