import type { Config } from './config.ts';
import type { Environment } from './read-settings.ts';
import { settingsSchema } from './settings.ts';

/** Variables any program may need to run at all; nothing that configures a product. */
const plainNames = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'SYSTEMROOT'];

/** Environment of a foreign program: no setting, token or key of ours gets into it. */
export function plainEnvironment(environment: Environment = process.env): Record<string, string> {
  return pick(environment, (name) => plainNames.includes(name));
}

/**
 * Environment of one of our own programs that shall run with exactly this configuration, whatever our own was made
 * from. `loadConfig` of the result gives an equal configuration.
 */
export function childEnvironment(
  config: Config,
  environment: Environment = process.env,
): Record<string, string> {
  const settingNames = Object.keys(settingsSchema.shape);
  return { ...pick(environment, (name) => !settingNames.includes(name)), ...toEnvironment(config) };
}

function toEnvironment(config: Config): Record<string, string> {
  const { api, limits, temporal } = config;
  const values: Record<string, string | number | undefined> = {
    PORT: api.port,
    DURABLAST_HOST: api.host,
    DURABLAST_API_TOKEN: api.token?.reveal(),
    DURABLAST_LOG_LEVEL: config.logLevel,
    DURABLAST_DATA_DIR: config.dataDirectory,
    DURABLAST_DATABASE_DIR: config.databaseDirectory,
    DURABLAST_SITES_DIR: config.sitesDirectory,
    DURABLAST_AUTH_SECRET: config.auth?.secret.reveal(),
    DURABLAST_GUEST_NUMBERS: config.auth?.allowGuestNumbers === true ? 'yes' : undefined,
    MAX_SEQUENCES_PER_JOB: config.queryLimits.maxSequences,
    MAX_INPUT_QUERY_SIZE: config.queryLimits.maxQueryResidues,
    MAX_NA_SEQ_SIZE: config.queryLimits.maxSequenceResidues.nucleotide,
    MAX_AA_SEQ_SIZE: config.queryLimits.maxSequenceResidues.protein,
    MAX_RESULTS_PER_QUERY: config.queryLimits.maxResults,
    DURABLAST_SCRATCH_DIR: config.scratchDirectory,
    DURABLAST_SCRATCH_MIN_FREE_BYTES: config.scratchLimits.minFreeBytes,
    DURABLAST_SCRATCH_MAX_FILE_BYTES: config.scratchLimits.maxFileBytes,
    DURABLAST_CACHE_DIR: config.cacheDirectory,
    DURABLAST_BLAST_DIR: config.blastDirectory,
    DURABLAST_TOOL_SLOTS: config.worker.toolSlots,
    DURABLAST_WORKER_METRICS: config.worker.metricsAddress,
    DURABLAST_MAX_ACTIVE_JOBS: limits.maxActiveJobs,
    DURABLAST_MAX_BODY_BYTES: limits.maxBodyBytes,
    DURABLAST_MAX_QUERY_SEQUENCES: limits.maxQuerySequences,
    DURABLAST_MAX_QUERY_RESIDUES: limits.maxQueryResidues,
    DURABLAST_RESULT_RETENTION_DAYS: config.resultRetentionDays,
    DURABLAST_TEMPORAL_ADDRESS: temporal.address,
    DURABLAST_TEMPORAL_NAMESPACE: temporal.namespace,
    DURABLAST_TEMPORAL_UI_PORT: temporal.uiPort,
    DURABLAST_TEMPORAL_CLI: temporal.cliPath,
    ...documentStoreValues(config.documentStore),
    ...objectStoreValues(config.objectStore),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

function documentStoreValues(store: Config['documentStore']): Record<string, string> {
  if (store.kind === 'sqlite') return { DURABLAST_DOCUMENT_STORE: 'sqlite' };
  return {
    DURABLAST_DOCUMENT_STORE: 'mongo',
    DURABLAST_MONGODB_URI: store.uri.reveal(),
    DURABLAST_MONGODB_DATABASE: store.database,
  };
}

function objectStoreValues(store: Config['objectStore']): Record<string, string | undefined> {
  if (store.kind === 'filesystem') return { DURABLAST_OBJECT_STORE: 'filesystem' };
  return {
    DURABLAST_OBJECT_STORE: 's3',
    DURABLAST_S3_BUCKET: store.bucket,
    DURABLAST_S3_REGION: store.region,
    DURABLAST_S3_ENDPOINT: store.endpoint,
    DURABLAST_S3_ACCESS_KEY_ID: store.credentials?.accessKeyId.reveal(),
    DURABLAST_S3_SECRET_ACCESS_KEY: store.credentials?.secretAccessKey.reveal(),
  };
}

function pick(environment: Environment, wanted: (name: string) => boolean): Record<string, string> {
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && wanted(name)) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}
