import { createHash } from 'node:crypto';
import { access, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { createFilesystemSpool } from '../../../../src/adapters/filesystem/filesystem-spool.ts';
import { PlatformError } from '../../../../src/errors/index.ts';
import { useTemporaryFolders } from '../process/temporary-folder.ts';

const temporaryFolder = useTemporaryFolders();
const mebibyte = 1 << 20;

let directory: string;
beforeEach(async () => {
  directory = join(await temporaryFolder('spool'), 'made', 'when', 'needed');
});

async function* source(parts: readonly Uint8Array[], error?: Error): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    await Promise.resolve();
    yield part;
  }
  if (error) throw error;
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

async function files(): Promise<string[]> {
  return readdir(directory).catch(() => []);
}

it.each([
  ['nothing', [], 0],
  ['little', [10], 0],
  ['as much as stays in memory', [mebibyte - 1, 1], 0],
  ['one byte more', [mebibyte, 1], 1],
  ['much at once', [3 * mebibyte], 1],
  ['much in small pieces', Array.from({ length: 3_000 }, () => 1_000), 1],
])('gives back %s as it came, as often as it is asked', async (_what, sizes, expectedFiles) => {
  const parts = sizes.map((size, index) => Buffer.alloc(size, index % 251));
  const spooled = await createFilesystemSpool({ directory }).collect(source(parts));
  expect(spooled.sizeBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  expect(spooled.digest).toBe(createHash('sha256').update(Buffer.concat(parts)).digest('hex'));
  expect(await files()).toHaveLength(expectedFiles);
  for (let time = 0; time < 2; time += 1)
    expect((await bytesOf(spooled.read())).equals(Buffer.concat(parts))).toBe(true);
  await spooled.dispose();
  await spooled.dispose();
  expect(await files()).toEqual([]);
});

it('gives back what any pieces make', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(sizes, async (lengths) => {
      const parts = lengths.map((length, index) => Buffer.alloc(length, index + 1));
      const spooled = await createFilesystemSpool({ directory }).collect(source(parts));
      try {
        expect((await bytesOf(spooled.read())).equals(Buffer.concat(parts))).toBe(true);
      } finally {
        await spooled.dispose();
      }
    }),
    { seed: 7, numRuns: 30 },
  );
  expect(await files()).toEqual([]);
});

it.each([
  ['small', [10]],
  ['large', [mebibyte, mebibyte]],
])('passes on the error of a %s source and leaves nothing behind', async (_size, sizes) => {
  const error = new Error('line 7 holds no residue');
  const parts = sizes.map((size) => Buffer.alloc(size));
  await expect(createFilesystemSpool({ directory }).collect(source(parts, error))).rejects.toBe(error);
  expect(await files()).toEqual([]);
});

it('says that there is no room when the disk takes nothing', async () => {
  const file = join(await temporaryFolder(), 'no-folder');
  await writeFile(file, '');
  const spooled = createFilesystemSpool({ directory: file }).collect(source([Buffer.alloc(mebibyte + 1)]));
  await expect(spooled).rejects.toMatchObject({ code: 'SCRATCH_UNAVAILABLE' });
});

it('keeps several apart', async () => {
  const spool = createFilesystemSpool({ directory });
  const spooled = await Promise.all(
    Array.from({ length: 5 }, (_, index) =>
      spool.collect(source([Buffer.alloc(mebibyte + 1 + index, index)])),
    ),
  );
  expect(await files()).toHaveLength(5);
  for (const [index, one] of spooled.entries()) {
    expect((await bytesOf(one.read())).equals(Buffer.alloc(mebibyte + 1 + index, index))).toBe(true);
    await one.dispose();
  }
});

it('makes no folder for what fits into memory', async () => {
  await createFilesystemSpool({ directory }).collect(source([Buffer.alloc(10)]));
  await expect(access(directory)).rejects.toMatchObject({ code: 'ENOENT' });
});

describe('while the disk has no room', () => {
  const full = new PlatformError('SCRATCH_UNAVAILABLE', 'The disk is nearly full; try again later.');
  const floor = { requireRoom: () => Promise.reject(full) };

  it('what fits into memory is taken in', async () => {
    const spooled = await createFilesystemSpool({ directory, floor }).collect(
      source([Buffer.alloc(mebibyte)]),
    );
    expect((await bytesOf(spooled.read())).length).toBe(mebibyte);
  });

  it('what does not is refused, and leaves nothing', async () => {
    const parts = [Buffer.alloc(mebibyte), Buffer.alloc(1)];
    await expect(createFilesystemSpool({ directory, floor }).collect(source(parts))).rejects.toBe(full);
    expect(await files()).toEqual([]);
  });

  it('what has begun is broken off when it goes on for long, and leaves nothing', async () => {
    let looks = 0;
    const filling = { requireRoom: () => ((looks += 1) === 1 ? Promise.resolve() : Promise.reject(full)) };
    const parts = Array.from({ length: 70 }, () => Buffer.alloc(mebibyte));
    const spooled = createFilesystemSpool({ directory, floor: filling }).collect(source(parts));
    await expect(spooled).rejects.toBe(full);
    expect(await files()).toEqual([]);
  });
});
