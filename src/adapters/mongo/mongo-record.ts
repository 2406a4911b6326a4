import type { Collection, Document } from '../../ports/document-store.ts';
import { declaredFields } from '../stores/document-find-plan.ts';
import { indexedValue } from '../stores/document-place.ts';
import { programMistake } from '../stores/program-mistake.ts';

/**
 * A document as it is stored: its JSON text, word for word (BSON would forbid some labels as field names and has
 * numbers of its own), and beside it the declared fields for indexes and for people who look with Mongo's tools.
 * A field of null is left out: absent and null are one thing to the port.
 */
export interface MongoRecord {
  readonly _id: string;
  /** Again, as part of the indexes: not every compatible server takes `_id` in one. */
  readonly id: string;
  readonly revision: string;
  readonly json: string;
  readonly [field: string]: string | number | boolean;
}

const ownFields = ['_id', 'id', 'revision', 'json'];

export function mongoRecord<T extends Document>(
  collection: Collection<T>,
  document: T,
  revision: string,
): MongoRecord {
  const fields: Record<string, string | number | boolean> = {};
  for (const field of declaredFields(collection)) {
    if (ownFields.includes(field)) throw programMistake(`${collection.name}.${field} cannot be indexed`);
    const value = indexedValue(document, field);
    if (value !== null) fields[field] = value;
  }
  return { _id: document.id, id: document.id, revision, ...fields, json: JSON.stringify(document) };
}
