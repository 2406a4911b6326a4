import type { MiddlewareHandler } from 'hono';
import { PlatformError } from '../../src/errors/index.ts';
import type { ApiEnv } from '../environment.ts';

/**
 * Lets in whoever holds the configured token. Where none is configured the server listens on loopback only (the
 * configuration refuses anything else), and everybody who reaches it may run the machine: they are let in, too.
 * @throws PlatformError `FORBIDDEN`
 */
export const requireAdmin: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { role } = c.var.principal;
  if (role !== 'admin' && role !== 'anonymous')
    throw new PlatformError('FORBIDDEN', 'Only an administrator may do this.');
  await next();
};
