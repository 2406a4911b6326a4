import { jest } from '@jest/globals';
import { ActivityCancellationDetails, ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { activitySignal, asActivities } from '../../activities/as-activity.ts';
import { quietEnvironment } from './activity-world.ts';
import { errorTable, PlatformError, type ErrorCode } from '../../src/errors/index.ts';

/** How an activity that throws this ends. */
async function endOf(thrown: unknown, attempt = 1): Promise<unknown> {
  const { fails } = asActivities({ fails: () => Promise.reject(thrown as Error) });
  return quietEnvironment(attempt)
    .run(fails)
    .catch((error: unknown) => error);
}

const codes = Object.keys(errorTable) as ErrorCode[];
const toolCodes = codes.filter((code) => code.startsWith('TOOL_'));

it('passes arguments and results through', async () => {
  const { add } = asActivities({ add: (a: number, b: number) => Promise.resolve(a + b) });
  expect(await quietEnvironment().run(add, 2, 3)).toBe(5);
});

describe('a failure', () => {
  it.each(codes)(
    'of code %s has its code as type, its message, and is retried as the code says',
    async (code) => {
      const end = await endOf(new PlatformError(code, 'What went wrong.', { details: { line: 3 } }));
      expect(end).toBeInstanceOf(ApplicationFailure);
      expect(end).toMatchObject({
        type: code,
        message: 'What went wrong.',
        nonRetryable: !errorTable[code].retryable,
        details: [{ line: 3 }],
      });
    },
  );

  it.each(toolCodes)('%s of a tool is final at the fourth attempt', async (code) => {
    const { retryable } = errorTable[code];
    for (const attempt of [1, 2, 3]) {
      expect(await endOf(new PlatformError(code, ''), attempt)).toMatchObject({ nonRetryable: !retryable });
    }
    for (const attempt of [4, 5, 30]) {
      expect(await endOf(new PlatformError(code, ''), attempt)).toMatchObject({ nonRetryable: true });
    }
  });

  it.each(codes.filter((code) => !toolCodes.includes(code)))(
    '%s, which is no tool, is never made final by attempts',
    async (code) => {
      expect(await endOf(new PlatformError(code, ''), 29)).toMatchObject({
        nonRetryable: !errorTable[code].retryable,
      });
    },
  );

  it.each([
    [new TypeError('cannot read /srv/secret/path')],
    [
      new PlatformError('INTERNAL', 'Something went wrong on our side.', {
        cause: new Error('/srv/secret/path'),
      }),
    ],
    ['a string with /srv/secret/path'],
    [undefined],
  ])('that nobody foresaw (%p) is retried and keeps its text out of the message', async (thrown) => {
    const end = await endOf(thrown);
    expect(end).toMatchObject({
      type: 'INTERNAL',
      message: 'Something went wrong on our side.',
      nonRetryable: false,
    });
  });

  it('that nobody foresaw is logged with its cause', async () => {
    const lines: { message: string; meta?: { cause?: unknown } }[] = [];
    const logger = new DefaultLogger('ERROR', (entry) => lines.push(entry));
    const cause = new TypeError('undefined is not a function');
    const { fails } = asActivities({ fails: () => Promise.reject(cause) });
    await new MockActivityEnvironment({}, { logger }).run(fails).catch(() => undefined);
    expect(lines).toMatchObject([{ message: 'activity failed', meta: { cause } }]);
  });
});

describe('a cancellation', () => {
  /** An activity that is cancelled in the middle and then ends as it does. */
  async function endAfterCancel(end: (reason: Error) => Promise<unknown>): Promise<unknown> {
    const env = quietEnvironment();
    const { step } = asActivities({
      async step() {
        const signal = activitySignal();
        env.cancel('CANCELLED', new ActivityCancellationDetails({ cancelRequested: true }));
        return end(signal.reason as Error);
      },
    });
    return env.run(step).catch((error: unknown) => error);
  }

  it.each<[string, (reason: Error) => Promise<unknown>]>([
    ['is thrown as it is', (reason) => Promise.reject(reason)],
    [
      'comes wrapped in an error of a tool',
      (reason) => Promise.reject(new Error('killed by SIGTERM', { cause: reason })),
    ],
    ['comes as the abort of something else', () => Promise.reject(new DOMException('aborted', 'AbortError'))],
    [
      'breaks a stream',
      () =>
        Promise.reject(Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' })),
    ],
    [
      'kills the tool',
      () => Promise.reject(new PlatformError('TOOL_CRASHED', 'blastp was ended by SIGTERM.')),
    ],
  ])('stays one when it %s', async (_how, end) => {
    const error = await endAfterCancel(end);
    expect(error).toBeInstanceOf(CancelledFailure);
  });

  it('that comes too late for the activity changes nothing', async () => {
    expect(await endAfterCancel(() => Promise.resolve('done'))).toBe('done');
  });

  it('of something else is a failure like any other', async () => {
    expect(await endOf(new DOMException('aborted', 'AbortError'))).toMatchObject({
      type: 'INTERNAL',
      nonRetryable: false,
    });
    expect(await endOf(new CancelledFailure('of another activity'))).toBeInstanceOf(ApplicationFailure);
  });
});

describe('heartbeats', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['ends well', () => Promise.resolve()],
    ['fails', () => Promise.reject(new Error('no'))],
  ])('are sent every two seconds until the activity %s', async (_how, end) => {
    const env = quietEnvironment();
    let beats = 0;
    env.on('heartbeat', () => (beats += 1));
    let finish = (): void => undefined;
    const { step } = asActivities({
      step: () =>
        new Promise<void>((resolve, reject) => {
          finish = () => {
            end().then(resolve, reject);
          };
        }),
    });
    const running = env.run(step).catch(() => undefined);
    jest.advanceTimersByTime(10_000);
    expect(beats).toBe(5);
    finish();
    await running;
    jest.advanceTimersByTime(10_000);
    expect(beats).toBe(5);
  });
});
