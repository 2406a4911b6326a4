import type { Filter, Sort } from 'mongodb';
import type { Condition, FindPart, FindPlan } from '../stores/document-find-plan.ts';
import type { MongoRecord } from './mongo-record.ts';

type MongoFilter = Filter<MongoRecord>;

export function mongoFilter(
  conditions: readonly Condition[],
  place: readonly MongoFilter[] = [],
): MongoFilter {
  const all = [...conditions.map(conditionFilter), ...place];
  return all.length === 0 ? {} : { $and: all };
}

export function mongoSort(plan: FindPlan): Sort {
  const direction = plan.descending ? -1 : 1;
  return plan.sortField === 'id' ? { id: direction } : { [plan.sortField]: direction, id: direction };
}

export function mongoPlace(plan: FindPlan, part: FindPart): readonly MongoFilter[] {
  const field = plan.sortField;
  const behind = plan.descending ? '$lt' : '$gt';
  switch (part.kind) {
    case 'all':
      return [];
    case 'behind':
      if (field === 'id') return [{ id: { [behind]: part.id } }];
      return [
        // Bounds the index search; the alternatives alone would be two searches.
        { [field]: { [`${behind}e`]: part.value } },
        { $or: [{ [field]: { [behind]: part.value } }, { [field]: part.value, id: { [behind]: part.id } }] },
      ];
    case 'null-behind':
      return [{ [field]: { $exists: false }, id: { [behind]: part.id } }];
    case 'null':
      return [{ [field]: { $exists: false } }];
    case 'not-null':
      return [{ [field]: { $exists: true } }];
  }
}

function conditionFilter(condition: Condition): MongoFilter {
  const { field } = condition;
  if (condition.operator === 'in') {
    const values = condition.values.filter((value) => value !== null);
    const list: MongoFilter = { [field]: { $in: values } };
    return condition.values.includes(null) ? { $or: [list, { [field]: { $exists: false } }] } : list;
  }
  if (condition.value === null) return { [field]: { $exists: false } };
  return condition.operator === 'equals'
    ? { [field]: { $eq: condition.value } }
    : { [field]: { [`$${condition.operator}`]: condition.value } };
}
