/** Collects bytes; `take` hands them over and starts anew. */
export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;
  #taken = 0;

  /** Bytes not yet taken. */
  get length(): number {
    return this.#length;
  }

  /** Bytes written in all. */
  get written(): number {
    return this.#taken + this.#length;
  }

  writeByte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  write(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Writes `table[byte]` for each byte from `start` up to the first whose entry is 0. @returns how many */
  writeMapped(bytes: Uint8Array, start: number, table: Uint8Array): number {
    this.#reserve(bytes.length - start);
    const target = this.#bytes;
    const from = this.#length;
    let length = from;
    for (let at = start; at < bytes.length; at++) {
      const mapped = table[bytes[at] ?? 0] ?? 0;
      if (mapped === 0) break;
      target[length++] = mapped;
    }
    this.#length = length;
    return length - from;
  }

  /** The bytes not yet taken, good until the next write. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Forgets what `view` shows. */
  clear(): void {
    this.#taken += this.#length;
    this.#length = 0;
  }

  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.clear();
    return taken;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
