import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type {
  Collection,
  Document,
  DocumentStore,
  FindPage,
  FindQuery,
  Stored,
  Where,
} from '../../ports/document-store.ts';
import { planFind, planWhere } from '../stores/document-find-plan.ts';
import { findPage } from '../stores/find-page.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { conditionsSql, partSql, type SqlFragment } from './sqlite-query.ts';
import { SqliteSchema } from './sqlite-schema.ts';
import { watchWriteAheadLog } from './sqlite-watch.ts';

export interface SqliteDocumentStoreOptions {
  /** Created when absent; its folder must exist. Several processes may have it open. */
  readonly file: string;
}

/**
 * Documents in one SQLite file: write-ahead log, `synchronous=NORMAL`. A write that was acknowledged survives kill -9
 * of any process; a power cut may take the last writes, never a part of one and never the file.
 * Calls run to their end on the calling thread (tens of microseconds); another process's write is waited for at
 * most 5 s, then the call fails with `STORE_UNAVAILABLE`. The file is opened by the first call.
 * Who reads a revision again may get the same object: documents are never to be changed in place.
 */
export function createSqliteDocumentStore(options: SqliteDocumentStoreOptions): DocumentStore {
  return new SqliteDocumentStore(options.file);
}

/** Of documents that are kept in memory: those of some ten thousand jobs. */
const keptCharacters = 16e6;

interface Row {
  readonly revision: string;
  readonly document: string;
}

class SqliteDocumentStore implements DocumentStore {
  private readonly file: string;
  private readonly connection: SqliteConnection;
  private readonly schema: SqliteSchema;
  /** By revision, which names one document for ever: parsing takes longer than reading, and lists are read often. */
  private readonly parsed = new LRUCache<string, Document>({ maxSize: keptCharacters });

  constructor(file: string) {
    this.file = file;
    this.connection = new SqliteConnection(file);
    this.schema = new SqliteSchema(this.connection);
  }

  async insertIfAbsent<T extends Document>(
    collection: Collection<T>,
    document: T,
  ): Promise<{ inserted: boolean }> {
    const table = this.schema.tableOf(collection);
    const sql = `INSERT INTO ${table} (id, revision, document) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING`;
    const changes = this.connection.write(sql, [document.id, randomUUID(), JSON.stringify(document)]);
    return Promise.resolve({ inserted: changes === 1 });
  }

  async get<T extends Document>(collection: Collection<T>, id: string): Promise<Stored<T> | undefined> {
    return Promise.resolve(this.select<T>(collection, 'WHERE id = ?', [id])[0]);
  }

  async getMany<T extends Document>(collection: Collection<T>, ids: readonly string[]): Promise<Stored<T>[]> {
    const parameters = [JSON.stringify(ids)];
    return Promise.resolve(
      this.select<T>(collection, 'WHERE id IN (SELECT value FROM json_each(?))', parameters),
    );
  }

  async replaceIfRevision<T extends Document>(
    collection: Collection<T>,
    revision: string,
    document: T,
  ): Promise<string | undefined> {
    const next = randomUUID();
    const table = this.schema.tableOf(collection);
    const sql = `UPDATE ${table} SET revision = ?, document = ? WHERE id = ? AND revision = ?`;
    const changes = this.connection.write(sql, [next, JSON.stringify(document), document.id, revision]);
    return Promise.resolve(changes === 1 ? next : undefined);
  }

  async find<T extends Document>(collection: Collection<T>, query: FindQuery<T>): Promise<FindPage<T>> {
    const plan = planFind(collection, query);
    return findPage(collection, plan, (part, limit) => {
      const { sql, parameters } = partSql(plan, part);
      return this.select(collection, sql, [...parameters, limit]);
    });
  }

  async count<T extends Document>(collection: Collection<T>, where: Where<T>): Promise<number> {
    const { sql, parameters }: SqlFragment = conditionsSql(planWhere(collection, where));
    const table = this.schema.tableOf(collection);
    const [row] = this.connection.read<{ total: number }>(
      `SELECT COUNT(*) AS total FROM ${table} ${sql}`,
      parameters,
    );
    return Promise.resolve(row?.total ?? 0);
  }

  async delete<T extends Document>(collection: Collection<T>, id: string): Promise<boolean> {
    const changes = this.connection.write(`DELETE FROM ${this.schema.tableOf(collection)} WHERE id = ?`, [
      id,
    ]);
    return Promise.resolve(changes === 1);
  }

  watchWrites(tell: () => void): (() => void) | undefined {
    return watchWriteAheadLog(this.file, tell);
  }

  async ping(): Promise<void> {
    this.connection.read('SELECT COUNT(*) FROM sqlite_schema', []);
    return Promise.resolve();
  }

  async close(): Promise<void> {
    this.connection.close();
    return Promise.resolve();
  }

  private select<T extends Document>(
    collection: Collection<T>,
    rest: string,
    parameters: SqlFragment['parameters'],
  ): Stored<T>[] {
    const table = this.schema.tableOf(collection);
    const rows = this.connection.read<Row>(`SELECT revision, document FROM ${table} ${rest}`, parameters);
    // The row was written from a document of this collection; the types are the collection's promise.
    return rows.map((row) => ({
      revision: row.revision,
      document: (this.parsed.get(row.revision) ?? this.parse(row)) as T,
    }));
  }

  private parse({ revision, document: text }: Row): Document {
    const document = JSON.parse(text) as Document;
    this.parsed.set(revision, document, { size: text.length });
    return document;
  }
}
