import { createHash } from 'node:crypto';
import type { ObjectBody } from '../../ports/object-store.ts';

/** A body on its way to a store: passes the bytes on and knows their digest and size when they have gone by. */
export class MeasuredBody implements AsyncIterable<Uint8Array> {
  /** What the body itself threw, so that a store can tell it from a failure of its own. */
  failure: { readonly error: unknown } | undefined;
  private readonly body: ObjectBody;
  private readonly hash = createHash('sha256');
  private size = 0;

  constructor(body: ObjectBody) {
    this.body = body;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (typeof this.body === 'string' || this.body instanceof Uint8Array) {
      const chunk = typeof this.body === 'string' ? new TextEncoder().encode(this.body) : this.body;
      this.measure(chunk);
      yield chunk;
      return;
    }
    try {
      for await (const chunk of this.body) {
        this.measure(chunk);
        yield chunk;
      }
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  /** Digest and size of what has gone by, once the body has ended. */
  measured(): { readonly digest: string; readonly sizeBytes: number } {
    return { digest: this.hash.copy().digest('hex'), sizeBytes: this.size };
  }

  private measure(chunk: Uint8Array): void {
    this.hash.update(chunk);
    this.size += chunk.byteLength;
  }
}
