import Database from 'libsql';
import { PlatformError } from '../../errors/index.ts';
import { fromSqliteError } from './sqlite-error.ts';

export type SqlValue = string | number | null;

const busyTimeoutMs = 5000;
const openAttempts = 20;

/** One lazily opened connection with its prepared statements; the only place that calls the driver. */
export class SqliteConnection {
  private readonly file: string;
  private readonly statements = new Map<string, Database.Statement<SqlValue[]>>();
  private database: Database.Database | undefined;
  private closed = false;

  constructor(file: string) {
    this.file = file;
  }

  /** @returns the number of rows that changed */
  write(sql: string, parameters: readonly SqlValue[]): number {
    return this.guarded(() => this.prepared(sql).run(...parameters).changes);
  }

  read<Row>(sql: string, parameters: readonly SqlValue[]): Row[] {
    // Read to the end, never only a first row: a statement left open would hold its snapshot and hide later writes.
    return this.guarded(() => this.prepared(sql).all(...parameters) as Row[]);
  }

  execute(sql: string): void {
    this.guarded(() => this.opened().exec(sql));
  }

  close(): void {
    this.closed = true;
    this.disconnect();
  }

  private disconnect(): void {
    this.statements.clear();
    this.database?.close();
    this.database = undefined;
  }

  private prepared(sql: string): Database.Statement<SqlValue[]> {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.opened().prepare<SqlValue[]>(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private opened(): Database.Database {
    if (this.closed) throw new PlatformError('STORE_UNAVAILABLE', 'The job store is closed.');
    this.database ??= openDatabase(this.file);
    return this.database;
  }

  private guarded<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      // The driver does not reset a statement that failed. What follows it would read an old snapshot, be refused
      // (SQLITE_BUSY_SNAPSHOT), or be acknowledged in a transaction that nobody ends, until this process does.
      this.disconnect();
      throw fromSqliteError(error);
    }
  }
}

function openDatabase(file: string): Database.Database {
  const database = openFile(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${String(busyTimeoutMs)}`);
    switchToWal(database);
    database.exec('PRAGMA synchronous = NORMAL');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The driver tells nothing apart when a file cannot be opened. */
function openFile(file: string): Database.Database {
  try {
    return new Database(file);
  } catch (error) {
    const message = 'The job store cannot be opened. Try again later.';
    throw new PlatformError('STORE_UNAVAILABLE', message, { cause: error });
  }
}

/** Of several processes that create one file, SQLite tells all but one "busy" here without waiting its timeout. */
function switchToWal(database: Database.Database): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (attempt === openAttempts || fromSqliteError(error).details['sqlite'] !== 'SQLITE_BUSY') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 * attempt);
    }
  }
}
