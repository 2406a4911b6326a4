import { join } from 'node:path';
import { lockFolder } from '../../src/adapters/process/folder-lock.ts';
import { StackError } from './stack-error.ts';

/**
 * Takes the data folder for this stack alone until `release`, or until this process ends.
 * @throws StackError when another stack has it, or the folder cannot be used
 */
export function lockDataFolder(dataDirectory: string): { release(): void } {
  const lock = tryLock(dataDirectory);
  if (lock.isMine) return lock;
  const holder = lock.holderPid === undefined ? 'Another stack' : `Another stack (process ${lock.holderPid})`;
  throw new StackError(
    `${holder} is running on the data folder ${dataDirectory}. ` +
      'Stop it first, or give this one a folder of its own with DURABLAST_DATA_DIR.',
  );
}

function tryLock(dataDirectory: string) {
  try {
    return lockFolder(join(dataDirectory, 'run'));
  } catch (error) {
    throw new StackError(
      `The data folder ${dataDirectory} cannot be created or written. Choose another with DURABLAST_DATA_DIR.`,
      { cause: error },
    );
  }
}
