import type { Document, Scalar } from '../../ports/document-store.ts';

/** The value of a field as the stores index it: absent counts as null, and so does what is no scalar. */
export function indexedValue(document: Document, field: string): Scalar {
  const value: unknown = Reflect.get(document, field);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
