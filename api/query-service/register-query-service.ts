import type { Api, ApiDeps } from '../environment.ts';
import { registerListTargets } from './list-targets.ts';

/** `/query`: what clients of Multi-Blast's query service ask. */
export function registerQueryService(app: Api, deps: ApiDeps): void {
  registerListTargets(app, deps);
}
