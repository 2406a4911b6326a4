import type { ClientConfig } from './config.ts';
import { readSettings, type Environment } from './read-settings.ts';

/**
 * What an HTTP client needs of the configuration; rules for servers do not apply to it.
 * @throws ConfigurationError with all faults at once
 */
export function loadClientConfig(environment: Environment = process.env): ClientConfig {
  const settings = readSettings(environment);
  const token = settings.DURABLAST_API_TOKEN;
  return { url: settings.DURABLAST_URL, ...(token === undefined ? {} : { token }) };
}
