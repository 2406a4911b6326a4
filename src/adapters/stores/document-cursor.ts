import { PlatformError } from '../../errors/index.ts';
import type { Scalar } from '../../ports/document-store.ts';

/** What a cursor belongs to; one from another order is refused. */
export interface CursorOrder {
  readonly collection: string;
  readonly sortField: string;
  readonly descending: boolean;
}

/** The last document of a page, by its place in the order. */
export interface CursorPlace {
  readonly value: Scalar;
  readonly id: string;
}

export function encodeDocumentCursor(order: CursorOrder, place: CursorPlace): string {
  return Buffer.from(JSON.stringify([...orderParts(order), place.value, place.id])).toString('base64url');
}

/** @throws PlatformError `INVALID_REQUEST` when it was not made for this order */
export function decodeDocumentCursor(order: CursorOrder, cursor: string): CursorPlace {
  const parts = parsedArray(Buffer.from(cursor, 'base64url').toString('utf8'));
  const expected = orderParts(order);
  const [value, id] = parts.slice(expected.length);
  const fits = parts.length === expected.length + 2 && expected.every((part, index) => parts[index] === part);
  if (!fits || typeof id !== 'string' || !isCursorValue(value)) {
    throw new PlatformError(
      'INVALID_REQUEST',
      'The cursor is not one that this list gave out. Leave it out to start at the first page.',
      { location: { field: 'cursor' } },
    );
  }
  return { value, id };
}

function orderParts(order: CursorOrder): readonly (string | number)[] {
  return [1, order.collection, order.sortField, order.descending ? 'descending' : 'ascending'];
}

function parsedArray(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function isCursorValue(value: unknown): value is Scalar {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}
