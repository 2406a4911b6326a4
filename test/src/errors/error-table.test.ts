import { errorTable, type ErrorCode, type ErrorRule } from '../../../src/errors/index.ts';

const rules = Object.entries(errorTable) as [ErrorCode, ErrorRule][];

it.each(rules)('%s is an error to HTTP', (_code, { httpStatus }) => {
  expect(httpStatus).toBeGreaterThanOrEqual(400);
  expect(httpStatus).toBeLessThan(600);
});

it.each(rules)(
  '%s: a failure that is kept is not one that is tried again',
  (_code, { retryable, cacheTtlSeconds }) => {
    if (retryable) expect(cacheTtlSeconds).toBe(0);
    expect([0, 60]).toContain(cacheTtlSeconds);
  },
);

it.each(rules.filter(([, { httpStatus }]) => httpStatus < 500))(
  '%s, the fault of whoever asks, is not tried again',
  (_code, rule) => {
    expect(rule.retryable).toBe(false);
  },
);

it.each(rules.filter(([, { httpStatus }]) => httpStatus === 503))('%s passes by itself', (_code, rule) => {
  expect(rule).toMatchObject({ retryable: true, cacheTtlSeconds: 0 });
});

/** What decides whether an hour of computing is repeated or given up: not to be changed in passing. */
it('retries exactly these', () => {
  expect(rules.filter(([, { retryable }]) => retryable).map(([code]) => code)).toEqual([
    'TOOL_FAILED',
    'TOOL_CRASHED',
    'TOOL_OUT_OF_MEMORY',
    'TOOL_OUTPUT_MISSING',
    'TOOL_MISSING',
    'SCRATCH_UNAVAILABLE',
    'STORE_UNAVAILABLE',
    'TEMPORAL_UNAVAILABLE',
    'JOB_CLOSING',
    'INTERNAL',
  ]);
});

it('keeps exactly these as the answer for a while', () => {
  expect(rules.filter(([, { cacheTtlSeconds }]) => cacheTtlSeconds > 0).map(([code]) => code)).toEqual([
    'DATABASE_CHANGED',
    'TOOL_REJECTED_INPUT',
    'TOOL_DATABASE_ERROR',
    'TOOL_OUTPUT_TOO_LARGE',
  ]);
});
