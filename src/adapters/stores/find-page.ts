import type { Collection, Document, FindPage, Stored } from '../../ports/document-store.ts';
import { encodeDocumentCursor } from './document-cursor.ts';
import type { FindPart, FindPlan } from './document-find-plan.ts';
import { indexedValue } from './document-place.ts';

/** Runs the parts of a plan until the page is full, looking one document ahead to know whether there is another page. */
export async function findPage<T extends Document>(
  collection: Collection<T>,
  plan: FindPlan,
  runPart: (part: FindPart, limit: number) => Stored<T>[] | Promise<Stored<T>[]>,
): Promise<FindPage<T>> {
  const found: Stored<T>[] = [];
  for (const part of plan.parts) {
    const missing = plan.limit + 1 - found.length;
    if (missing > 0) found.push(...(await runPart(part, missing)));
  }
  const items = found.slice(0, plan.limit);
  const last = items.at(-1);
  if (found.length <= plan.limit || last === undefined) return { items };
  const order = { collection: collection.name, sortField: plan.sortField, descending: plan.descending };
  const value = indexedValue(last.document, plan.sortField);
  return { items, nextCursor: encodeDocumentCursor(order, { value, id: last.document.id }) };
}
