import { z } from '@hono/zod-openapi';
import type { PlatformError } from '../../src/errors/index.ts';
import type { ConfigErrors } from '../../src/multiblast/config-errors.ts';
import { InvalidInput } from '../../src/multiblast/invalid-input.ts';
import type { ApiContext } from '../environment.ts';

/** The error body of Multi-Blast's services, in place of problem details below `/query` and `/report`. */
const ServiceFaultSchema = z
  .object({
    status: z.string().openapi({ description: 'The kind of fault in a word, from a closed list.' }),
    message: z.string().openapi({ description: 'What was wrong, where, and what to do about it.' }),
    errors: z
      .object({ general: z.array(z.string()), byKey: z.record(z.string(), z.array(z.string())) })
      .optional()
      .openapi({ description: 'Of a 422: all that is wrong, by JSON path where it has one.' }),
    requestId: z
      .string()
      .optional()
      .openapi({ description: 'Of a fault of ours: what the log has it under.' }),
  })
  .openapi('ServiceFault');

type ServiceFault = z.infer<typeof ServiceFaultSchema>;

/** Multi-Blast's words; it has none for the other statuses, which are the caller's fault or ours by their hundred. */
const words: Readonly<Record<number, string>> = {
  400: 'bad-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'gone',
  422: 'invalid-input',
};

const prefixes = ['/query', '/report'];

export function isServicePath(path: string): boolean {
  return prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

export function serviceFault(c: ApiContext, failure: PlatformError, message: string): ServiceFault {
  const { httpStatus } = failure.rule;
  const isOurs = httpStatus >= 500;
  return {
    status: words[httpStatus] ?? (isOurs ? 'server-error' : 'bad-request'),
    message,
    ...(failure instanceof InvalidInput && { errors: copied(failure.errors) }),
    ...(isOurs && { requestId: c.var.requestId }),
  };
}

function copied({ general, byKey }: ConfigErrors): NonNullable<ServiceFault['errors']> {
  const lists = Object.entries(byKey).map(([key, messages]) => [key, [...messages]]);
  return { general: [...general], byKey: Object.fromEntries(lists) as Record<string, string[]> };
}

/** The error answers of an operation of these services, for its description. */
export function serviceFaults<S extends number>(
  ...statuses: S[]
): Record<
  S,
  { description: string; content: { 'application/json': { schema: typeof ServiceFaultSchema } } }
> {
  const entries = statuses.map((status) => [
    status,
    { description: 'See `message`', content: { 'application/json': { schema: ServiceFaultSchema } } },
  ]);
  return Object.fromEntries(entries) as ReturnType<typeof serviceFaults<S>>;
}
