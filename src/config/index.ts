export { childEnvironment, plainEnvironment } from './child-environment.ts';
export type {
  ApiConfig,
  ClientConfig,
  Config,
  DocumentStoreConfig,
  LimitsConfig,
  ObjectStoreConfig,
  S3Config,
  TemporalConfig,
} from './config.ts';
export { ConfigurationError } from './configuration-error.ts';
export { configurationTable, type ConfigurationRow } from './configuration-table.ts';
export { loadClientConfig } from './load-client-config.ts';
export { loadConfig } from './load-config.ts';
export { formatAddress, isLoopback } from './loopback.ts';
export type { Environment } from './read-settings.ts';
