import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './read-settings.ts';

/** `$XDG_CACHE_HOME/durablast`, else the platform's own cache folder below `home`. */
export function defaultCacheDirectory(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const configured = environment['XDG_CACHE_HOME'];
  // XDG base directory specification: relative paths are invalid and to be ignored.
  if (configured !== undefined && isAbsolute(configured)) return join(configured, 'durablast');
  const caches = platform === 'darwin' ? join('Library', 'Caches') : '.cache';
  return join(home, caches, 'durablast');
}
