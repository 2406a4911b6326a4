import type { Collection, Document } from '../../ports/document-store.ts';
import { declaredFields } from '../stores/document-find-plan.ts';
import { programMistake } from '../stores/program-mistake.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { fieldSql } from './sqlite-query.ts';

/** Creates a collection's table and its expression indexes when the collection is first used in this process. */
export class SqliteSchema {
  private readonly connection: SqliteConnection;
  private readonly known = new Set<string>();

  constructor(connection: SqliteConnection) {
    this.connection = connection;
  }

  tableOf<T extends Document>(collection: Collection<T>): string {
    const table = `collection_${collection.name}`;
    if (this.known.has(table)) return table;
    for (const name of [collection.name, ...declaredFields(collection)]) checkName(name);
    const create = `CREATE TABLE IF NOT EXISTS ${table} (id TEXT PRIMARY KEY NOT NULL, revision TEXT NOT NULL, document TEXT NOT NULL)`;
    this.connection.execute(create);
    for (const fields of collection.indexed) {
      const columns = [...fields.map(fieldSql), 'id'].join(', ');
      this.connection.execute(
        `CREATE INDEX IF NOT EXISTS ${table}_by_${fields.join('_')} ON ${table} (${columns})`,
      );
    }
    this.known.add(table);
    return table;
  }
}

/** Names become part of SQL text; they come from declarations in code, never from a request. */
function checkName(name: string): void {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name))
    throw programMistake(`${name} is no name for a collection or field`);
}
