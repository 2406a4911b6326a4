import type { Api, ApiDeps } from '../environment.ts';
import { registerAddDatabase } from './add-database.ts';
import { registerListDatabases } from './list-databases.ts';

/** `/v1/databases`: what can be searched, and how to add to it. */
export function registerDatabases(app: Api, deps: ApiDeps): void {
  registerListDatabases(app, deps);
  registerAddDatabase(app, deps);
}
