/** Why the embedded stack cannot start or go on, in sentences for the person at the terminal. */
export class StackError extends Error {
  override readonly name = 'StackError';
}
