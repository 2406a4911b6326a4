import { errorCode } from '../../src/errors/error-code.ts';

/** Signals the process group that a child leads. One that has ended already is no fault. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
