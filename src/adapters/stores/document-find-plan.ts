import type { Collection, Document, FindQuery, Scalar, Where } from '../../ports/document-store.ts';
import { decodeDocumentCursor } from './document-cursor.ts';
import { programMistake } from './program-mistake.ts';

/** A checked query as every document store carries it out. */
export interface FindPlan {
  readonly conditions: readonly Condition[];
  readonly sortField: string;
  readonly descending: boolean;
  readonly limit: number;
  /**
   * What is left of the sorted documents, in order: each part is one query that an index answers from its first row,
   * also where null and other values meet.
   */
  readonly parts: readonly FindPart[];
}

export type Condition =
  | { readonly field: string; readonly operator: 'equals'; readonly value: Scalar }
  | { readonly field: string; readonly operator: 'in'; readonly values: readonly Scalar[] }
  | { readonly field: string; readonly operator: RangeOperator; readonly value: string | number };

export type RangeOperator = 'gt' | 'gte' | 'lt' | 'lte';

/** Relative to the sort: documents behind a value and id, of one value of null behind an id, or by nullness alone. */
export type FindPart =
  | { readonly kind: 'all' }
  | { readonly kind: 'behind'; readonly value: string | number | boolean; readonly id: string }
  | { readonly kind: 'null-behind'; readonly id: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'not-null' };

const rangeOperators: readonly RangeOperator[] = ['gt', 'gte', 'lt', 'lte'];

/** @throws PlatformError `INTERNAL` for a mistake of the program, `INVALID_REQUEST` for a cursor that is not ours */
export function planFind<T extends Document>(collection: Collection<T>, query: FindQuery<T>): FindPlan {
  const sortField: string = query.sort?.field ?? 'id';
  checkDeclared(collection, sortField);
  const descending = query.sort?.direction === 'descending';
  return {
    conditions: query.where === undefined ? [] : planWhere(collection, query.where),
    sortField,
    descending,
    limit: checkedLimit(query.limit ?? 100),
    parts: planParts(collection.name, sortField, descending, query.cursor),
  };
}

/** @throws PlatformError `INTERNAL` for a mistake of the program */
export function planWhere<T extends Document>(collection: Collection<T>, where: Where<T>): Condition[] {
  return Object.entries(where as Record<string, unknown>).flatMap(([field, condition]) => {
    checkDeclared(collection, field);
    return planCondition(collection.name, field, condition);
  });
}

/** The declared fields of a collection without `id`, each once. */
export function declaredFields(collection: Pick<Collection<never>, 'indexed'>): string[] {
  return [...new Set(collection.indexed.flat())].filter((field) => field !== 'id');
}

function planCondition(collection: string, field: string, condition: unknown): Condition[] {
  if (isScalar(condition)) return [{ field, operator: 'equals', value: condition }];
  if (typeof condition !== 'object') throw programMistake(`${collection}.${field} is compared with nothing`);
  if ('in' in condition) {
    const values: unknown = condition.in;
    if (Array.isArray(values) && values.every(isScalar)) return [{ field, operator: 'in', values }];
    throw programMistake(`${collection}.${field} is looked for in something that is no list of scalars`);
  }
  const bounds = Object.entries(condition).map(([name, value]: [string, unknown]): Condition => {
    const operator = rangeOperators.find((known) => known === name);
    if (operator === undefined || (typeof value !== 'string' && typeof value !== 'number')) {
      throw programMistake(`${collection}.${field} is compared in an unknown way`);
    }
    return { field, operator, value };
  });
  if (bounds.length === 0) throw programMistake(`${collection}.${field} has a condition without content`);
  return bounds;
}

function planParts(
  collection: string,
  sortField: string,
  descending: boolean,
  cursor: string | undefined,
): FindPart[] {
  if (cursor === undefined) return [{ kind: 'all' }];
  const { value, id } = decodeDocumentCursor({ collection, sortField, descending }, cursor);
  if (value !== null) {
    const behind: FindPart = { kind: 'behind', value, id };
    return descending && sortField !== 'id' ? [behind, { kind: 'null' }] : [behind];
  }
  const rest: FindPart = { kind: 'null-behind', id };
  return descending ? [rest] : [rest, { kind: 'not-null' }];
}

function checkDeclared(collection: Pick<Collection<never>, 'name' | 'indexed'>, field: string): void {
  if (field === 'id' || declaredFields(collection).includes(field)) return;
  throw programMistake(`${collection.name}.${field} is not declared as indexed`);
}

function checkedLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1) throw programMistake(`${String(limit)} is no page size`);
  return Math.min(limit, 1000);
}

function isScalar(value: unknown): value is Scalar {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}
