import { appendFileSync, closeSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { boundLog, logTail, openLog, rotateLog } from '../../../deploy/embedded/log-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

describe('log files', () => {
  it('keep the log of the previous run', () => {
    const file = join(folder, 'kept', 'a.log');
    for (const run of ['first', 'second', 'third']) {
      rotateLog(file);
      appendFileSync(file, run);
    }
    expect([readFileSync(file, 'utf8'), readFileSync(`${file}.1`, 'utf8')]).toEqual(['third', 'second']);
  });

  it('are cut while a child writes, and the child goes on at the start', async () => {
    const file = join(folder, 'b.log');
    const descriptor = openLog(file);
    writeSync(descriptor, 'x'.repeat(100));
    await boundLog(file, 100);
    expect(readFileSync(file, 'utf8')).toHaveLength(100);
    writeSync(descriptor, 'y');
    await boundLog(file, 100);
    writeSync(descriptor, 'after');
    closeSync(descriptor);
    expect([readFileSync(file, 'utf8'), readFileSync(`${file}.1`, 'utf8').length]).toEqual(['after', 101]);
  });

  it('show whole last lines as their tail', () => {
    const file = join(folder, 'c.log');
    writeFileSync(file, `${'long line '.repeat(900)}\nlast but one\nlast\n`);
    expect(logTail(file)).toBe('last but one\nlast');
    expect(logTail(join(folder, 'none.log'))).toBe('');
  });
});
