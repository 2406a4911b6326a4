import { createHash } from 'node:crypto';
import type { Spool } from '../../../src/ports/spool.ts';

export interface FakeSpool extends Spool {
  /** Collections under way and not yet disposed of. */
  held(): number;
}

/** Keeps everything in memory and counts what is not given back. */
export function createFakeSpool(): FakeSpool {
  const held = new Set<symbol>();
  return {
    held: () => held.size,
    async collect(source) {
      const id = Symbol('collection');
      held.add(id);
      const parts: Uint8Array[] = [];
      try {
        for await (const part of source) parts.push(part);
      } catch (error) {
        held.delete(id);
        throw error;
      }
      const bytes = Buffer.concat(parts);
      return {
        sizeBytes: bytes.length,
        digest: createHash('sha256').update(bytes).digest('hex'),
        async *read() {
          yield bytes;
        },
        dispose: async () => {
          held.delete(id);
        },
      };
    },
  };
}
