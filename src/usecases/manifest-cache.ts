import type { Manifest } from '../job/manifest.ts';

/** Manifests that were read before. They are immutable, so what is kept is never out of date. */
export interface ManifestCache {
  /** The manifest under `key`, loaded when it is not kept. A load that fails is not remembered. */
  get(key: string, load: () => Promise<Manifest>): Promise<Manifest>;
}

/** Keeps the most recently used ones. @param maxEntries - about 2 KB each */
export function createManifestCache({ maxEntries }: { readonly maxEntries: number }): ManifestCache {
  const kept = new Map<string, Manifest>();
  return {
    async get(key, load) {
      const manifest = kept.get(key) ?? (await load());
      kept.delete(key);
      kept.set(key, manifest);
      const [oldest] = kept.keys();
      if (kept.size > maxEntries && oldest !== undefined) kept.delete(oldest);
      return manifest;
    },
  };
}
