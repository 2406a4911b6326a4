import { ProblemSchema } from './problem.ts';

type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 416 | 422 | 429 | 500 | 503;

/** The error answers of an operation, for its description. Every operation may also answer 401 and 500. */
export function problems<S extends ProblemStatus>(
  ...statuses: S[]
): Record<
  S,
  { description: string; content: { 'application/problem+json': { schema: typeof ProblemSchema } } }
> {
  const entries = statuses.map((status) => [
    status,
    {
      description: 'See `detail` and `code`',
      content: { 'application/problem+json': { schema: ProblemSchema } },
    },
  ]);
  return Object.fromEntries(entries) as ReturnType<typeof problems<S>>;
}
