import type { Hook, z } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import type { ApiEnv } from '../environment.ts';

/** Hook of every described operation: what a schema refuses becomes the one error body. */
export const rejectSchemaFaults: Hook<unknown, ApiEnv, string, Response | undefined> = (result) => {
  if (!result.success) throw schemaFault(result.error);
  return undefined;
};

/** What a schema found, one sentence a fault, as one error that names the first field. */
export function schemaFault(error: { issues: readonly z.core.$ZodIssue[] }): PlatformError {
  const field = error.issues[0]?.path.map(String).join('.') ?? '';
  const message = error.issues.slice(0, 10).map(sentence).join(' ');
  return new PlatformError('INVALID_REQUEST', message, field === '' ? {} : { location: { field } });
}

function sentence(issue: z.core.$ZodIssue): string {
  const field = issue.path.map(String).join('.');
  const subject = field === '' ? 'The body' : `"${field}"`;
  if (issue.code === 'unrecognized_keys') {
    return `${subject} has no field ${issue.keys.map((key) => `"${key.slice(0, 60)}"`).join(', ')}: take it out.`;
  }
  if (issue.code !== 'invalid_type') return `${subject}: ${issue.message}.`;
  const expected = issue.expected === 'int' ? 'whole number' : issue.expected;
  return issue.message.endsWith('received undefined')
    ? `${subject} is missing (${expected}).`
    : `${subject} must be of type ${expected}.`;
}
