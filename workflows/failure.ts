import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { errorTable, type ErrorCode, type Failure } from '../src/errors/index.ts';

/** Activities fail with `ApplicationFailure` whose type is one of our codes and whose message is for people. */
export function failureOf(error: unknown): Failure {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && isErrorCode(cause.type)) {
    return { code: cause.type, message: cause.message };
  }
  return { code: 'INTERNAL', message: 'Something went wrong on our side while the job ran.' };
}

function isErrorCode(type: string | null | undefined): type is ErrorCode {
  return typeof type === 'string' && Object.hasOwn(errorTable, type);
}
