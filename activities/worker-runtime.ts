import { makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { figureBuckets } from './worker-figures.ts';

/**
 * Temporal's runtime for this process: it logs through our logger, leaves signals to us, and serves its figures (and
 * ours beside them) to Prometheus where an address is given.
 */
export function installRuntime(logger: Logger, metricsAddress: string | undefined): void {
  const at = (level: Level) => (message: string, meta?: object) => logger[level](meta ?? {}, message);
  Runtime.install({
    logger: {
      log: (level, message, meta) => at(levelOf(level))(message, meta),
      trace: at('trace'),
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
    },
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN' }), forward: {} },
      ...(metricsAddress !== undefined && {
        metrics: { prometheus: { bindAddress: metricsAddress, histogramBucketOverrides: figureBuckets } },
      }),
    },
    shutdownSignals: [],
  });
}

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

function levelOf(level: string): Level {
  return level === 'TRACE' || level === 'DEBUG' || level === 'WARN' || level === 'ERROR'
    ? (level.toLowerCase() as Level)
    : 'info';
}
