/** The `code` that Node's own errors carry (`ENOENT`…), of whatever was thrown. */
export function errorCode(error: unknown): string | undefined {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether it carries one of these codes. Not by `instanceof`: an error of Node's own may come from another realm. */
export function hasErrno(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(errorCode(error) ?? '');
}
