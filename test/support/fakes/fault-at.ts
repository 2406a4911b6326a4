import { PlatformError, type ErrorCode } from '../../../src/errors/index.ts';
import { interceptCalls } from './intercept-calls.ts';

/** How one call dies: before it reached the server, or after, when only the answer is lost. */
export type Loss = 'request lost' | 'answer lost';
export const losses: readonly Loss[] = ['request lost', 'answer lost'];

/** Counts calls over several ports and loses the one with a number; from then on the process is dead to the world. */
export interface FaultLine {
  /** Calls so far. */
  readonly calls: () => number;
  readonly hasStruck: () => boolean;
  wrap<T extends object>(port: T, code: ErrorCode): T;
}

/** @param number - the call that is lost, from 1; with `once` later calls work again */
export function faultAt(number: number, loss: Loss, { once = false } = {}): FaultLine {
  let calls = 0;
  return {
    calls: () => calls,
    hasStruck: () => calls >= number,
    wrap: (port, code) =>
      interceptCalls(port, async (_method, proceed) => {
        calls += 1;
        const dead = once ? calls === number : calls >= number;
        if (!dead) return proceed();
        if (calls === number && loss === 'answer lost') await proceed();
        throw new PlatformError(code, 'The server does not answer.');
      }),
  };
}
