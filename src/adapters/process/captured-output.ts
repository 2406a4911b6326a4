import type { Readable } from 'node:stream';

/** What is kept of a stream that is read to its end, however long it is. */
export interface CapturedOutput {
  text(): string;
  /** Resolves when the stream has ended or failed. */
  readonly ended: Promise<void>;
}

/** Keeps the first `limitBytes` of a stream and drops the rest. */
export function keepFirst(stream: Readable, limitBytes: number): CapturedOutput {
  const parts: Buffer[] = [];
  let size = 0;
  const ended = drain(stream, (chunk) => {
    if (size >= limitBytes) return;
    // A copy: a slice would hold on to the whole chunk it was cut from.
    const part = Buffer.from(chunk.subarray(0, limitBytes - size));
    parts.push(part);
    size += part.length;
  });
  return { ended, text: () => decode(Buffer.concat(parts)) };
}

/** Keeps the last `limitBytes` of a stream. */
export function keepLast(stream: Readable, limitBytes: number): CapturedOutput {
  let parts: Buffer[] = [];
  let size = 0;
  const compact = (): void => {
    const last = Buffer.from(Buffer.concat(parts).subarray(-limitBytes));
    parts = [last];
    size = last.length;
  };
  const ended = drain(stream, (chunk) => {
    parts.push(chunk);
    size += chunk.length;
    if (size > 2 * limitBytes) compact();
  });
  return {
    ended,
    text: () => {
      compact();
      return decode(parts[0] ?? Buffer.alloc(0));
    },
  };
}

async function drain(stream: Readable, take: (chunk: Buffer) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.on('data', take);
    stream.once('close', resolve);
    stream.once('end', resolve);
    stream.once('error', () => {
      resolve();
    });
  });
}

/** A character that the limit cuts in two becomes U+FFFD. */
function decode(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}
