import { PlatformError } from '../../src/errors/index.ts';

/** For `catch`: what is not there is `undefined`. */
export function unlessNotFound(error: unknown): undefined {
  if (error instanceof PlatformError && error.code === 'NOT_FOUND') return undefined;
  throw error;
}
