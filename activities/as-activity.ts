import { ApplicationFailure, Context } from '@temporalio/activity';
import { toPlatformError, type ErrorCode } from '../src/errors/index.ts';

/** How often a tool itself may fail on the same step before its failure is the job's. */
const maxToolFailures = 4;

/**
 * Often enough that a cancellation arrives within two seconds (it rides on the answer to a heartbeat), and no more often:
 * each costs the server a write, and 9 ms of processor time in all.
 */
const heartbeatIntervalMs = 2_000;

/**
 * Wraps the functions of an activity object: heartbeats while they run (local ones have none), and failures as
 * `ApplicationFailure` whose type is our code and whose message is for people. Cancellation passes through as it is.
 */
export function asActivities<T extends object>(activities: T): T {
  const wrapped = Object.entries(activities as Record<string, Activity>).map(([name, run]) => [
    name,
    wrap(run),
  ]);
  return Object.fromEntries(wrapped) as T;
}

type Activity = (...args: never[]) => Promise<unknown>;

function wrap(run: Activity): Activity {
  return async (...args) => {
    const context = Context.current();
    const beat = context.info.isLocal
      ? undefined
      : setInterval(() => context.heartbeat(), heartbeatIntervalMs);
    try {
      return await run(...args);
    } catch (error) {
      // After a cancellation whatever fails fails because of it: a killed tool, a broken stream, a missing file.
      throw context.cancellationSignal.aborted
        ? context.cancellationSignal.reason
        : toFailure(error, context);
    } finally {
      clearInterval(beat);
    }
  };
}

function toFailure(error: unknown, context: Context): ApplicationFailure {
  const failure = toPlatformError(error);
  if (failure.code === 'INTERNAL') context.log.error('activity failed', { error, cause: failure.cause });
  const attemptsSpent = isToolFailure(failure.code) && context.info.attempt >= maxToolFailures;
  return ApplicationFailure.create({
    type: failure.code,
    message: failure.message,
    nonRetryable: !failure.rule.retryable || attemptsSpent,
    details: [failure.details],
    ...(failure.cause instanceof Error && { cause: failure.cause }),
  });
}

function isToolFailure(code: ErrorCode): boolean {
  return code.startsWith('TOOL_');
}

/** The signal that every tool of an activity gets; its reason is the cancellation that must be rethrown. */
export function activitySignal(): AbortSignal {
  return Context.current().cancellationSignal;
}
