import type { Api, ApiDeps } from '../environment.ts';
import { registerMetrics } from './register-metrics.ts';
import { registerServiceHealth } from './service-health.ts';

/** What each of Multi-Blast's two services says of itself, to everybody. Here one process is both. */
export function registerServiceSystem(app: Api, deps: ApiDeps): void {
  for (const service of ['/query', '/report'] as const) {
    registerServiceHealth(app, deps, `${service}/health`);
    registerMetrics(app, deps, `${service}/metrics`);
    app.get(`${service}/api`, (c) => c.redirect('/docs'));
  }
}
