import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { createSqliteDocumentStore } from '../../../../src/adapters/sqlite/sqlite-document-store.ts';
import { conditionsSql, partSql } from '../../../../src/adapters/sqlite/sqlite-query.ts';
import { encodeDocumentCursor } from '../../../../src/adapters/stores/document-cursor.ts';
import { planFind, planWhere } from '../../../../src/adapters/stores/document-find-plan.ts';
import type { Collection, Document, FindQuery } from '../../../../src/ports/document-store.ts';

interface Note extends Document {
  readonly jobId: string;
  readonly live: boolean;
  readonly principal: string;
  readonly createdAt: string | null;
}

const notes: Collection<Note> = {
  name: 'notes',
  indexed: [['jobId', 'live'], ['principal', 'createdAt'], ['createdAt']],
};

describe('SQL of finds and counts', () => {
  let folder: string;
  let database: Database.Database;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'query-plan-'));
    const file = join(folder, 'documents.db');
    const store = createSqliteDocumentStore({ file });
    await store.count(notes, {});
    await store.close();
    database = new Database(file);
  });
  afterAll(async () => {
    database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const planOf = (sql: string, parameters: readonly (string | number | null)[]): string =>
    database
      .prepare(`EXPLAIN QUERY PLAN SELECT document FROM collection_notes ${sql}`)
      .all(...parameters)
      .map((row) => String(Reflect.get(Object(row) as object, 'detail')))
      .join('\n');

  const newest = { field: 'createdAt', direction: 'descending' } as const;
  const cursor = (value: string | null) =>
    encodeDocumentCursor(
      { collection: 'notes', sortField: 'createdAt', descending: true },
      { value, id: 'x' },
    );

  it.each<[string, FindQuery<Note>, RegExp]>([
    ['all, newest first', { sort: newest }, /_by_createdAt/],
    ['one principal, newest first', { where: { principal: 'p' }, sort: newest }, /_by_principal_createdAt/],
    [
      'a later page of one principal',
      { where: { principal: 'p' }, sort: newest, cursor: cursor('2026') },
      /_by_principal_createdAt \(<expr>=\? AND <expr><\?\)/,
    ],
    [
      'a later page among nulls',
      { where: { principal: 'p' }, sort: newest, cursor: cursor(null) },
      /_by_principal_createdAt \(<expr>=\? AND <expr>=\? AND id<\?\)/,
    ],
  ])('answers %s from an index, without sorting', (_, query, index) => {
    const plan = planFind(notes, query);
    for (const [order, part] of plan.parts.entries()) {
      const { sql, parameters } = partSql(plan, part);
      const steps = planOf(sql, [...parameters, plan.limit]);
      if (order === 0) expect(steps).toMatch(index);
      expect(steps).toContain('USING INDEX');
      expect(steps).not.toContain('TEMP B-TREE');
    }
  });

  it('counts the holders of a job from an index', () => {
    const { sql, parameters } = conditionsSql(planWhere(notes, { jobId: 'j', live: true }));
    expect(planOf(sql, parameters)).toMatch(/_by_jobId_live \(<expr>=\? AND <expr>=\?\)/);
  });
});
