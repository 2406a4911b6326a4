import type { Scalar } from '../../ports/document-store.ts';
import type { Condition, FindPart, FindPlan, RangeOperator } from '../stores/document-find-plan.ts';
import type { SqlValue } from './sqlite-connection.ts';

export interface SqlFragment {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

const rangeSql: Record<RangeOperator, string> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** The expression of a field, word for word as the indexes have it: SQLite matches indexed expressions by their text. */
export function fieldSql(field: string): string {
  return field === 'id' ? 'id' : `json_extract(document, '$.${field}')`;
}

/** `WHERE`, order and limit of one part of a find; the limit is the last parameter, to be added by the caller. */
export function partSql(plan: FindPlan, part: FindPart): SqlFragment {
  const direction = plan.descending ? 'DESC' : 'ASC';
  const onlyNulls = part.kind === 'null' || part.kind === 'null-behind';
  const columns = new Set(onlyNulls ? ['id'] : [fieldSql(plan.sortField), 'id']);
  const order = [...columns].map((column) => `${column} ${direction}`).join(', ');
  const where = whereSql([...plan.conditions.map(conditionSql), ...placeSql(plan, part)]);
  return { sql: `${where.sql} ORDER BY ${order} LIMIT ?`, parameters: where.parameters };
}

export function conditionsSql(conditions: readonly Condition[]): SqlFragment {
  return whereSql(conditions.map(conditionSql));
}

function whereSql(fragments: readonly SqlFragment[]): SqlFragment {
  if (fragments.length === 0) return { sql: '', parameters: [] };
  return {
    sql: `WHERE ${fragments.map((fragment) => fragment.sql).join(' AND ')}`,
    parameters: fragments.flatMap((fragment) => fragment.parameters),
  };
}

function conditionSql(condition: Condition): SqlFragment {
  const field = fieldSql(condition.field);
  if (condition.operator === 'in') {
    const list = `${field} IN (SELECT value FROM json_each(?))`;
    const parameters = [JSON.stringify(condition.values.filter((value) => value !== null))];
    return { sql: condition.values.includes(null) ? `(${list} OR ${field} IS NULL)` : list, parameters };
  }
  if (condition.value === null) return { sql: `${field} IS NULL`, parameters: [] };
  const operator = condition.operator === 'equals' ? '=' : rangeSql[condition.operator];
  return { sql: `${field} ${operator} ?`, parameters: [sqlValue(condition.value)] };
}

function placeSql(plan: FindPlan, part: FindPart): SqlFragment[] {
  const field = fieldSql(plan.sortField);
  const behind = plan.descending ? '<' : '>';
  switch (part.kind) {
    case 'all':
      return [];
    case 'behind':
      if (plan.sortField === 'id') return [{ sql: `id ${behind} ?`, parameters: [part.id] }];
      // SQLite takes no row value into an index search over expressions: the first comparison says it again for that.
      return [
        { sql: `${field} ${behind}= ?`, parameters: [sqlValue(part.value)] },
        { sql: `(${field}, id) ${behind} (?, ?)`, parameters: [sqlValue(part.value), part.id] },
      ];
    case 'null-behind':
      return [{ sql: `${field} IS NULL AND id ${behind} ?`, parameters: [part.id] }];
    case 'null':
      return [{ sql: `${field} IS NULL`, parameters: [] }];
    case 'not-null':
      return [{ sql: `${field} IS NOT NULL`, parameters: [] }];
  }
}

/** SQLite reads JSON booleans as 1 and 0. */
function sqlValue(value: Scalar): SqlValue {
  return typeof value === 'boolean' ? Number(value) : value;
}
