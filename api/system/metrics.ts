import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { addProcessFigures } from './process-figures.ts';
import { addQueueFigures, type QueueFiguresDeps } from './queue-figures.ts';
import { createRequestFigures } from './request-figures.ts';

/** The figures of one API process. */
export interface ApiMetrics {
  observeRequest(method: string, route: string, status: number, seconds: number): void;
  countSubmission(kind: string, disposition: string): void;
  /** Prometheus text exposition. */
  render(): Promise<{ contentType: string; text: string }>;
}

export function createApiMetrics(deps: QueueFiguresDeps): ApiMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addProcessFigures(registry);
  addQueueFigures(registry, deps);
  const observeAsMultiBlast = createRequestFigures(registry);
  const requests = new Histogram({
    name: 'durablast_http_request_duration_seconds',
    help: 'Time to answer HTTP requests, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 60],
    registers: [registry],
  });
  const submissions = new Counter({
    name: 'durablast_submissions_total',
    help: 'Submissions, by kind of job and by how they found it (started, attached, completed, failed).',
    labelNames: ['kind', 'disposition'],
    registers: [registry],
  });
  return {
    observeRequest: (method, route, status, seconds) => {
      requests.observe({ method, route, status: String(status) }, seconds);
      observeAsMultiBlast(method, route, status, seconds);
    },
    countSubmission: (kind, disposition) => {
      submissions.inc({ kind, disposition });
    },
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
