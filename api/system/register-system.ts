import type { Api, ApiDeps } from '../environment.ts';
import { registerDocs } from './docs.ts';
import { registerHealth } from './health.ts';
import { registerMetrics } from './register-metrics.ts';
import { registerServiceSystem } from './service-system.ts';

/** What operators and tools ask of the process itself; open to everybody. */
export function registerSystem(app: Api, deps: ApiDeps): void {
  registerHealth(app, deps);
  registerMetrics(app, deps, '/metrics');
  registerServiceSystem(app, deps);
  registerDocs(app);
}
