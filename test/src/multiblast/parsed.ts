import { parseBlastConfig, type ParsedBlastConfig } from '../../../src/multiblast/parse-blast-config.ts';

/** The configuration that was read. @throws the errors, where there are some */
export function parsed(value: unknown): ParsedBlastConfig {
  const result = parseBlastConfig(value);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result;
}

/** Messages by JSON path; empty for what is accepted. */
export function errorsOf(value: unknown): Readonly<Record<string, readonly string[]>> {
  const result = parseBlastConfig(value);
  return 'errors' in result ? result.errors.byKey : {};
}

/** The canonical options of a configuration. */
export function optionsOf(value: unknown): Readonly<Record<string, string>> {
  return parsed(value).options.options;
}
