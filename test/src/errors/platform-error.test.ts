import { errorTable, PlatformError, toPlatformError, type ErrorCode } from '../../../src/errors/index.ts';

it.each(Object.keys(errorTable) as ErrorCode[])('of code %s follows the rule of its code', (code) => {
  const error = new PlatformError(code, 'What went wrong.');
  expect(error).toMatchObject({
    name: 'PlatformError',
    code,
    message: 'What went wrong.',
    location: {},
    details: {},
  });
  expect(error.rule).toBe(errorTable[code]);
});

it('keeps where the fault lies, and what only logs may show', () => {
  const cause = new Error('ENOENT');
  const extra = { location: { sequence: 'q1', line: 3, column: 7 }, details: { path: '/srv' }, cause };
  expect(new PlatformError('INVALID_RESIDUE', 'J is no residue.', extra)).toMatchObject(extra);
});

it('passes through toPlatformError as it is', () => {
  const error = new PlatformError('NOT_FOUND', 'There is no job.');
  expect(toPlatformError(error)).toBe(error);
});

it.each([
  [new TypeError('secret')],
  ['secret'],
  [undefined],
  [null],
  [{ code: 'NOT_FOUND', message: 'secret' }],
])('is INTERNAL for anything else (%p), whose text stays out of the message', (thrown) => {
  const error = toPlatformError(thrown);
  expect(error.code).toBe('INTERNAL');
  expect(error.message).not.toContain('secret');
  if (thrown !== undefined) expect(error.cause).toBe(thrown);
});
