import { ApplicationFailure } from '@temporalio/activity';
import { pino } from 'pino';
import { temporalLogger } from '../../activities/worker-runtime.ts';

it.each(['trace', 'debug', 'info', 'warn', 'error'] as const)(
  'writes out what failed, where and why, of a failure that is told at level %s',
  (level) => {
    const lines: string[] = [];
    const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
    const cause = new Error('the disk is gone');
    const error = ApplicationFailure.create({ message: 'Something went wrong on our side.', cause });
    temporalLogger(logger)[level]('Activity failed', { attempt: 2, error, cause });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      msg: 'Activity failed',
      level: pino.levels.values[level],
      attempt: 2,
      error: {
        type: 'ApplicationFailure',
        message: expect.stringContaining('the disk is gone') as string,
        stack: expect.stringContaining('worker-runtime.test') as string,
      },
      cause: { type: 'Error', message: 'the disk is gone' },
    });
  },
);

it('takes what is no failure as it is', () => {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(line) });
  temporalLogger(logger).info('scheduled', { cause: undefined, error: 'a word' });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'scheduled', error: 'a word' });
});
