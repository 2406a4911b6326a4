import { PlatformError } from '../../errors/index.ts';

/** A call that no state of the world excuses; the fact is for the log. */
export function programMistake(fact: string): PlatformError {
  return new PlatformError('INTERNAL', 'Something went wrong on our side.', { details: { mistake: fact } });
}
