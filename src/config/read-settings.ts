import { readFileSync } from 'node:fs';
import { ConfigurationError } from './configuration-error.ts';
import { suggestSettings } from './suggest-settings.ts';
import { secretNames, settingsSchema, type Settings } from './settings.ts';

/** Environment variables by name, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses every setting of the environment, secrets from their files included.
 * @throws ConfigurationError with all faults at once
 */
export function readSettings(environment: Environment): Settings {
  const faults: string[] = suggestSettings(environment, Object.keys(settingsSchema.shape));
  const values = withSecretFiles(presentValues(environment), faults);
  const parsed = settingsSchema.safeParse(values);
  for (const issue of parsed.error?.issues ?? []) {
    faults.push(faultSentence(String(issue.path[0]), issue.message, values));
  }
  if (!parsed.success || faults.length > 0) throw new ConfigurationError(faults);
  return parsed.data;
}

/** Compose files and shells pass on unset variables as empty ones. */
function presentValues(environment: Environment): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of Object.keys(settingsSchema.shape)) {
    const value = environment[name]?.trim();
    if (value !== undefined && value !== '') values[name] = value;
  }
  return values;
}

function withSecretFiles(values: Record<string, string>, faults: string[]): Record<string, string> {
  const complete = { ...values };
  for (const name of secretNames) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    if (values[name] !== undefined) {
      faults.push(`${name} and ${name}_FILE are both set; keep one of them.`);
      continue;
    }
    const content = readSecret(file);
    if (content === undefined) faults.push(`${name}_FILE names a file that cannot be read: "${file}".`);
    else if (content === '') faults.push(`${name}_FILE names an empty file: "${file}".`);
    else complete[name] = content;
  }
  return complete;
}

function readSecret(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function faultSentence(name: string, message: string, values: Readonly<Record<string, string>>): string {
  const isSecret = secretNames.some((secret) => secret === name);
  const shown = isSecret ? '' : `, not "${values[name] ?? ''}"`;
  return `${name} ${message}${shown}.`;
}
