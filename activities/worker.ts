import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { pino } from 'pino';
import { createLocalTools } from '../src/adapters/process/local-tools.ts';
import { thisMachine } from '../src/adapters/process/machine-size.ts';
import { onShutdown } from '../src/adapters/process/on-shutdown.ts';
import { systemClock } from '../src/adapters/process/system-clock.ts';
import { toolSlotsOf } from '../src/adapters/process/tool-slots.ts';
import { openDocumentStore, openObjectStore } from '../src/adapters/stores/open-stores.ts';
import { createTemporalJobLauncher } from '../src/adapters/temporal/temporal-job-launcher.ts';
import { loadConfig, plainEnvironment } from '../src/config/index.ts';
import { queues } from '../src/job/queues.ts';
import { createJobWatcher } from '../src/usecases/job-watcher.ts';
import { asActivities } from './as-activity.ts';
import { createDatabaseActivities } from './database/create-database-activities.ts';
import { createRecordActivities } from './records/create-record-activities.ts';
import { createReportActivities } from './report/create-report-activities.ts';
import { createSearchActivities } from './search/create-search-activities.ts';
import { createStoredObjects } from '../src/usecases/stored-objects.ts';
import { createWorkerFigures } from './worker-figures.ts';
import { installRuntime } from './worker-runtime.ts';

/** Composition root of the worker process: all four queues. Says `{type:'ready'}` to its parent when it polls. */
const config = loadConfig();
const logger = pino({ name: 'worker', level: config.logLevel });
installRuntime(logger, config.worker.metricsAddress);

const environment = plainEnvironment();
const documents = await openDocumentStore(config.documentStore);
const objects = await openObjectStore(config.objectStore);
const launcher = createTemporalJobLauncher(config.temporal);
const machine = thisMachine();
const slots = config.worker.toolSlots ?? toolSlotsOf(machine);
const tools = createLocalTools({
  databaseDirectory: config.databaseDirectory,
  ...(config.sitesDirectory !== undefined && { sitesDirectory: config.sitesDirectory }),
  scratchDirectory: config.scratchDirectory,
  ...(config.blastDirectory !== undefined && { blastDirectory: config.blastDirectory }),
  path: environment['PATH'] ?? '',
  home: environment['HOME'] ?? '/',
  ...config.scratchLimits,
  slots,
});
const swept = await tools.scratch.sweep();
logger.info({ swept }, 'scratch swept');
// It sweeps as well. Nothing waits for it: where it does not answer the tasks say so.
void objects.ping().catch((error: unknown) => {
  logger.warn({ err: error }, 'the object store does not answer');
});
logger.info({ slots, configured: config.worker.toolSlots !== undefined, machine }, 'tool slots');
Runtime.instance()
  .metricMeter.createGauge('durablast_tool_slots', 'int', undefined, 'Tools that may run at the same time.')
  .set(slots);

const deps = {
  documents,
  objects,
  launcher,
  ...tools,
  clock: systemClock,
  stored: createStoredObjects(objects),
  watcher: createJobWatcher({ documents, clock: systemClock }),
  figures: createWorkerFigures(Runtime.instance().metricMeter),
  toolSlots: slots,
};
const records = createRecordActivities(deps);
const { planSearch, findUnsearched, publishSearch, searchChunk } = createSearchActivities(deps);
const { waitForSearch, restartSearch, formatChunks, renderReport, publishReport } =
  createReportActivities(deps);
const { buildDatabase } = createDatabaseActivities(deps);

const connection = await NativeConnection.connect({ address: config.temporal.address });
const shared = {
  connection,
  namespace: config.temporal.namespace,
  shutdownGraceTime: '5s',
  maxHeartbeatThrottleInterval: '500ms',
  // A worker that was killed still owns its workflows' queue; others take them over after this.
  stickyQueueScheduleToStartTimeout: '2s',
} as const satisfies Partial<WorkerOptions>;
const code = readFileSync(fileURLToPath(new URL('../workflow-bundle.js', import.meta.url)), 'utf8');

const workers = await Promise.all([
  Worker.create({
    ...shared,
    taskQueue: queues.workflows,
    workflowBundle: { code },
    activities: asActivities({ claimRun: records.claimRun }),
    enableNonLocalActivities: false,
  }),
  Worker.create({
    ...shared,
    taskQueue: queues.io,
    activities: asActivities({
      ...records,
      planSearch,
      findUnsearched,
      publishSearch,
      restartSearch,
      publishReport,
    }),
  }),
  Worker.create({
    ...shared,
    taskQueue: queues.tools,
    activities: asActivities({ searchChunk, formatChunks, renderReport, buildDatabase }),
    // One more than there are slots: its files are fetched or stored while the others compute.
    maxConcurrentActivityTaskExecutions: slots + 1,
  }),
  Worker.create({
    ...shared,
    taskQueue: queues.waits,
    activities: asActivities({ waitForSearch }),
    maxConcurrentActivityTaskExecutions: 1000,
  }),
]);

onShutdown(async () => {
  for (const worker of workers) worker.shutdown();
  await running;
  await connection.close();
  await Promise.allSettled([documents.close(), objects.close(), launcher.close()]);
});
const running = Promise.all(workers.map((worker) => worker.run()));
process.send?.({ type: 'ready' });
await running;
