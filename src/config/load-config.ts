import { join } from 'node:path';
import { defaultCacheDirectory } from './cache-directory.ts';
import type { Config, DocumentStoreConfig, ObjectStoreConfig } from './config.ts';
import { ConfigurationError } from './configuration-error.ts';
import { formatAddress, isLoopback } from './loopback.ts';
import { readSettings, type Environment } from './read-settings.ts';
import type { Settings } from './settings.ts';

/**
 * The configuration, parsed once at the start of a program.
 * @param overrides - settings that win over the environment
 * @throws ConfigurationError with all faults at once
 */
export function loadConfig(environment: Environment = process.env, overrides: Environment = {}): Config {
  const merged = { ...environment, ...overrides };
  const settings = readSettings(merged);
  const faults = combinationFaults(settings);
  const stores = { document: documentStore(settings), object: objectStore(settings) };
  for (const store of Object.values(stores)) if (typeof store === 'string') faults.push(store);
  if (faults.length > 0 || typeof stores.document === 'string' || typeof stores.object === 'string') {
    throw new ConfigurationError(faults);
  }
  return assemble(settings, merged, stores.document, stores.object);
}

function assemble(
  settings: Settings,
  environment: Environment,
  documents: DocumentStoreConfig,
  objects: ObjectStoreConfig,
): Config {
  const data = settings.DURABLAST_DATA_DIR;
  const token = settings.DURABLAST_API_TOKEN;
  return {
    api: {
      host: settings.DURABLAST_HOST,
      port: settings.PORT,
      ...(token === undefined ? {} : { token }),
    },
    logLevel: settings.DURABLAST_LOG_LEVEL,
    dataDirectory: data,
    databaseDirectory: settings.DURABLAST_DATABASE_DIR ?? join(data, 'databases'),
    ...(settings.DURABLAST_SITES_DIR === undefined ? {} : { sitesDirectory: settings.DURABLAST_SITES_DIR }),
    ...queryService(settings),
    scratchDirectory: settings.DURABLAST_SCRATCH_DIR ?? join(data, 'scratch'),
    scratchLimits: {
      minFreeBytes: settings.DURABLAST_SCRATCH_MIN_FREE_BYTES,
      maxFileBytes: settings.DURABLAST_SCRATCH_MAX_FILE_BYTES,
    },
    cacheDirectory: settings.DURABLAST_CACHE_DIR ?? defaultCacheDirectory(environment),
    ...(settings.DURABLAST_BLAST_DIR === undefined ? {} : { blastDirectory: settings.DURABLAST_BLAST_DIR }),
    documentStore: documents,
    objectStore: objects,
    resultRetentionDays: settings.DURABLAST_RESULT_RETENTION_DAYS,
    temporal: temporal(settings),
    worker: worker(settings),
    limits: {
      maxActiveJobs: settings.DURABLAST_MAX_ACTIVE_JOBS,
      maxBodyBytes: settings.DURABLAST_MAX_BODY_BYTES,
      maxQuerySequences: settings.DURABLAST_MAX_QUERY_SEQUENCES,
      maxQueryResidues: settings.DURABLAST_MAX_QUERY_RESIDUES,
    },
  };
}

function combinationFaults(settings: Settings): string[] {
  const faults: string[] = [];
  if (!isLoopback(settings.DURABLAST_HOST) && settings.DURABLAST_API_TOKEN === undefined) {
    faults.push(
      `DURABLAST_HOST is ${settings.DURABLAST_HOST}, which other machines can reach: set DURABLAST_API_TOKEN ` +
        '(or DURABLAST_API_TOKEN_FILE), or keep to 127.0.0.1.',
    );
  }
  const authSecret = settings.DURABLAST_AUTH_SECRET?.reveal();
  if (authSecret !== undefined && authSecret.length < 32)
    faults.push('DURABLAST_AUTH_SECRET must have 32 characters or more: whoever guesses it can be any user.');
  if (authSecret === undefined && settings.DURABLAST_GUEST_NUMBERS === 'yes')
    faults.push('DURABLAST_GUEST_NUMBERS is yes: set DURABLAST_AUTH_SECRET as well.');
  const keyId = settings.DURABLAST_S3_ACCESS_KEY_ID;
  const key = settings.DURABLAST_S3_SECRET_ACCESS_KEY;
  if (settings.DURABLAST_OBJECT_STORE === 's3' && (keyId === undefined) !== (key === undefined)) {
    faults.push(
      'DURABLAST_S3_ACCESS_KEY_ID and DURABLAST_S3_SECRET_ACCESS_KEY go together: set both or neither.',
    );
  }
  return faults;
}

function queryService(settings: Settings): Pick<Config, 'auth' | 'queryLimits'> {
  const secret = settings.DURABLAST_AUTH_SECRET;
  const allowGuestNumbers = settings.DURABLAST_GUEST_NUMBERS === 'yes';
  return {
    ...(secret === undefined ? {} : { auth: { secret, allowGuestNumbers } }),
    queryLimits: {
      maxSequences: settings.MAX_SEQUENCES_PER_JOB,
      maxQueryResidues: settings.MAX_INPUT_QUERY_SIZE,
      maxSequenceResidues: { nucleotide: settings.MAX_NA_SEQ_SIZE, protein: settings.MAX_AA_SEQ_SIZE },
      maxResults: settings.MAX_RESULTS_PER_QUERY,
    },
  };
}

/** The store, or what is missing for it. */
function documentStore(settings: Settings): DocumentStoreConfig | string {
  if (settings.DURABLAST_DOCUMENT_STORE === 'sqlite') {
    return { kind: 'sqlite', file: join(settings.DURABLAST_DATA_DIR, 'durablast.db') };
  }
  const uri = settings.DURABLAST_MONGODB_URI;
  if (uri === undefined) return 'DURABLAST_DOCUMENT_STORE is mongo: set DURABLAST_MONGODB_URI as well.';
  return { kind: 'mongo', uri, database: settings.DURABLAST_MONGODB_DATABASE };
}

/** The store, or what is missing for it. */
function objectStore(settings: Settings): ObjectStoreConfig | string {
  if (settings.DURABLAST_OBJECT_STORE === 'filesystem') {
    return { kind: 'filesystem', directory: join(settings.DURABLAST_DATA_DIR, 'objects') };
  }
  const bucket = settings.DURABLAST_S3_BUCKET;
  if (bucket === undefined) return 'DURABLAST_OBJECT_STORE is s3: set DURABLAST_S3_BUCKET as well.';
  const endpoint = settings.DURABLAST_S3_ENDPOINT;
  const accessKeyId = settings.DURABLAST_S3_ACCESS_KEY_ID;
  const secretAccessKey = settings.DURABLAST_S3_SECRET_ACCESS_KEY;
  const hasKeys = accessKeyId !== undefined && secretAccessKey !== undefined;
  return {
    kind: 's3',
    bucket,
    region: settings.DURABLAST_S3_REGION,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(hasKeys ? { credentials: { accessKeyId, secretAccessKey } } : {}),
  };
}

function worker(settings: Settings): Config['worker'] {
  const toolSlots = settings.DURABLAST_TOOL_SLOTS;
  const metrics = settings.DURABLAST_WORKER_METRICS;
  return {
    ...(toolSlots === undefined ? {} : { toolSlots }),
    ...(metrics === undefined ? {} : { metricsAddress: formatAddress(metrics.host, metrics.port) }),
  };
}

function temporal(settings: Settings): Config['temporal'] {
  const { host, port } = settings.DURABLAST_TEMPORAL_ADDRESS;
  const cliPath = settings.DURABLAST_TEMPORAL_CLI;
  return {
    host,
    port,
    address: formatAddress(host, port),
    namespace: settings.DURABLAST_TEMPORAL_NAMESPACE,
    uiPort: settings.DURABLAST_TEMPORAL_UI_PORT,
    ...(cliPath === undefined ? {} : { cliPath }),
  };
}
