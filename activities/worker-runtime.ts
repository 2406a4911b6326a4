import { makeTelemetryFilterString, Runtime, type Logger as TemporalLogger } from '@temporalio/worker';
import { stdSerializers, type Logger } from 'pino';
import { figureBuckets } from './worker-figures.ts';

/**
 * Temporal's runtime for this process: it logs through our logger, leaves signals to us, and serves its figures (and
 * ours beside them) to Prometheus where an address is given.
 */
export function installRuntime(logger: Logger, metricsAddress: string | undefined): void {
  Runtime.install({
    logger: temporalLogger(logger),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN' }), forward: {} },
      ...(metricsAddress !== undefined && {
        metrics: { prometheus: { bindAddress: metricsAddress, histogramBucketOverrides: figureBuckets } },
      }),
    },
    shutdownSignals: [],
  });
}

/**
 * Our logger as Temporal's SDK wants one. The SDK and activities hand over failures as `error` and `cause`: their
 * messages and stacks are written out, which pino does by itself only for `err`.
 */
export function temporalLogger(logger: Logger): TemporalLogger {
  const { err } = stdSerializers;
  const telling = logger.child({}, { serializers: { error: err, cause: err } });
  const at = (level: Level) => (message: string, meta?: object) => telling[level](meta ?? {}, message);
  return {
    log: (level, message, meta) => at(levelOf(level))(message, meta),
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

function levelOf(level: string): Level {
  return level === 'TRACE' || level === 'DEBUG' || level === 'WARN' || level === 'ERROR'
    ? (level.toLowerCase() as Level)
    : 'info';
}
