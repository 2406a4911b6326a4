import { defaultCacheDirectory } from '../../../src/config/cache-directory.ts';

it.each([
  [{ XDG_CACHE_HOME: '/x' }, 'linux', '/x/durablast'],
  [{ XDG_CACHE_HOME: '/x' }, 'darwin', '/x/durablast'],
  [{ XDG_CACHE_HOME: 'relative' }, 'linux', '/home/me/.cache/durablast'],
  [{ XDG_CACHE_HOME: '' }, 'linux', '/home/me/.cache/durablast'],
  [{}, 'linux', '/home/me/.cache/durablast'],
  [{}, 'darwin', '/home/me/Library/Caches/durablast'],
] as const)('takes %j on %s to mean %s', (env, platform, expected) => {
  expect(defaultCacheDirectory(env, platform, '/home/me')).toBe(expected);
});
