import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { createFilesystemSpool } from '../src/adapters/filesystem/filesystem-spool.ts';
import { createLocalTools } from '../src/adapters/process/local-tools.ts';
import { onShutdown } from '../src/adapters/process/on-shutdown.ts';
import { systemClock } from '../src/adapters/process/system-clock.ts';
import { observeRevisions } from '../src/adapters/stores/observe-revisions.ts';
import { openDocumentStore, openObjectStore } from '../src/adapters/stores/open-stores.ts';
import { createTemporalJobLauncher } from '../src/adapters/temporal/temporal-job-launcher.ts';
import { loadConfig, plainEnvironment } from '../src/config/index.ts';
import { createJobWatcher } from '../src/usecases/job-watcher.ts';
import { jobs } from '../src/job/record.ts';
import { createJobQuota } from '../src/usecases/job-quota.ts';
import { createStoredObjects } from '../src/usecases/stored-objects.ts';
import { createApp } from './app.ts';
import type { ApiDeps } from './environment.ts';
import { createJobAnswers } from './jobs/job-answers.ts';
import { createArtifactReader } from './jobs/artifact-reader.ts';
import { startServer } from './server.ts';
import { createApiMetrics } from './system/metrics.ts';

/** Composition root of the API process. Says `{type:'ready', port}` to its parent and ends when the parent goes away. */
const config = loadConfig();
const logger = pino({ name: 'api', level: config.logLevel });
const environment = plainEnvironment();
const documents = observeRevisions(
  await openDocumentStore(config.documentStore),
  jobs,
  // It is called only when there are answers.
  (jobId, revision) => answers.sawRevision(jobId, revision),
);
const objects = await openObjectStore(config.objectStore);
const launcher = createTemporalJobLauncher(config.temporal);
const { catalogue, sites, engine, floor } = createLocalTools({
  databaseDirectory: config.databaseDirectory,
  ...(config.sitesDirectory !== undefined && { sitesDirectory: config.sitesDirectory }),
  scratchDirectory: config.scratchDirectory,
  ...(config.blastDirectory !== undefined && { blastDirectory: config.blastDirectory }),
  path: environment['PATH'] ?? '',
  home: environment['HOME'] ?? '/',
  ...config.scratchLimits,
});

const stored = createStoredObjects(objects, { mostObjects: 2_000 });
const answers = createJobAnswers({ documents, objects, launcher, clock: systemClock, stored });

const deps: ApiDeps = {
  documents,
  objects,
  launcher,
  catalogue,
  sites,
  engine,
  clock: systemClock,
  newId: (hexDigits) =>
    randomBytes(Math.ceil(hexDigits / 2))
      .toString('hex')
      .slice(0, hexDigits),
  spool: createFilesystemSpool({ directory: join(config.scratchDirectory, 'spool'), floor }),
  quota: createJobQuota({ documents, clock: systemClock }, config.limits),
  queryLimits: config.queryLimits,
  limits: { maxSequences: config.limits.maxQuerySequences, maxResidues: config.limits.maxQueryResidues },
  stored,
  answers,
  artifacts: createArtifactReader(objects, { maxKeptBytes: 64 << 20, maxArtifactBytes: 4 << 20 }),
  watcher: createJobWatcher({ documents, clock: systemClock }),
  logger,
  metrics: createApiMetrics({ documents }),
  maxBodyBytes: config.limits.maxBodyBytes,
  resultRetentionDays: config.resultRetentionDays,
  ...(config.auth && {
    auth: { secret: config.auth.secret.reveal(), allowGuestNumbers: config.auth.allowGuestNumbers },
  }),
  ...(config.api.token && { apiToken: config.api.token.reveal() }),
};

const server = await startServer(createApp(deps), config.api, deps);
logger.info({ port: server.port }, 'listening');
process.send?.({ type: 'ready', port: server.port });

onShutdown(async () => {
  await server.close(3_000);
  await Promise.allSettled([documents.close(), objects.close(), launcher.close()]);
});
