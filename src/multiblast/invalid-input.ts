import { PlatformError } from '../errors/index.ts';
import type { ConfigErrors } from './config-errors.ts';

/** A 422 that says of each field what is wrong with it. */
export class InvalidInput extends PlatformError {
  readonly errors: ConfigErrors;

  constructor(errors: ConfigErrors) {
    super('INVALID_REQUEST', 'The request has faults; see errors.');
    this.errors = errors;
  }
}
