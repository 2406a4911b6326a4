import { PlatformError } from '../../src/errors/index.ts';
import { knownFields, type SubmissionInput } from './submission-schema.ts';

/** Fields of ours that are kept as labels and shown under their own names; all other labels are the caller's. */
const ownLabels = ['external_correlation_id', 'resource_profile'] as const;

/**
 * What the caller wants to find again: the correlation id and profile, and fields that are unknown to us.
 * The limits are those of the API this surface stands in for. @throws PlatformError `INVALID_REQUEST`
 */
export function labelsOf(input: SubmissionInput): Record<string, string> {
  const unknown = Object.entries(input).filter(([name]) => !knownFields.has(name));
  if (unknown.length > 32) throw tooMuch('At most 32 fields of your own can be passed along.');
  const passed = unknown.map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  for (const [name, value] of passed) {
    if (name.length > 128) throw tooMuch('The name of a field of your own may have at most 128 characters.');
    if (value.length > 1024)
      throw tooMuch(`The field "${name}" is not one of ours and may have at most 1,024 characters.`, name);
  }
  if (passed.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > 16 * 1024) {
    throw tooMuch('The fields of your own may have at most 16,384 characters together.');
  }
  const own = ownLabels.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]] as const]));
  return Object.fromEntries([...passed, ...own]);
}

/** Labels as answers show them. */
export function viewLabels(labels: Readonly<Record<string, string>>): {
  readonly external_correlation_id: string | null;
  readonly resource_profile: string | null;
  readonly passthrough: Record<string, string>;
} {
  const { external_correlation_id: correlationId, resource_profile: profile, ...passthrough } = labels;
  return { external_correlation_id: correlationId ?? null, resource_profile: profile ?? null, passthrough };
}

function tooMuch(message: string, field?: string): PlatformError {
  return new PlatformError('INVALID_REQUEST', message, field === undefined ? {} : { location: { field } });
}
