import { buffer } from 'node:stream/consumers';
import { LRUCache } from 'lru-cache';
import { PlatformError } from '../../src/errors/index.ts';
import type { Artifact } from '../../src/job/manifest.ts';
import type { ByteRange, ObjectStore } from '../../src/ports/object-store.ts';
import { onePiece } from '../middleware/one-piece.ts';

/** Opens a whole published file. @throws PlatformError `RESULT_EXPIRED` */
export async function openArtifact(
  reader: ArtifactReader,
  artifact: Artifact,
): Promise<AsyncIterable<Uint8Array>> {
  const body = await reader.open(artifact);
  if (body) return body;
  throw new PlatformError('RESULT_EXPIRED', 'The results have expired. Submit the search again.');
}

/** Opens published files, or one range of them. */
export interface ArtifactReader {
  /** @returns what `ObjectStore.get` has as its body; `undefined` when the object is gone */
  open(artifact: Artifact, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | undefined>;
}

export interface ArtifactReaderLimits {
  /** Memory for artifacts that were opened lately. */
  readonly maxKeptBytes: number;
  /** Larger artifacts are streamed from the store each time. */
  readonly maxArtifactBytes: number;
}

/**
 * Reads artifacts and keeps the small ones that were opened lately: they are immutable, so what is kept is never out of
 * date. Streaming 3 MB takes 6 ms, and its buffers press the garbage collector into a full mark every fifth download.
 */
export function createArtifactReader(objects: ObjectStore, limits: ArtifactReaderLimits): ArtifactReader {
  const kept = new LRUCache<string, Uint8Array>({
    maxSize: limits.maxKeptBytes,
    sizeCalculation: (bytes) => Math.max(1, bytes.byteLength),
    fetchMethod: async (key) => {
      const stored = await objects.get(key);
      return stored && buffer(stored.body);
    },
  });
  return {
    async open(artifact, range) {
      if (artifact.sizeBytes > limits.maxArtifactBytes) return (await objects.get(artifact.key, range))?.body;
      const bytes = await kept.fetch(artifact.key);
      return bytes && onePiece(range ? bytes.subarray(range.start, range.end) : bytes);
    },
  };
}
