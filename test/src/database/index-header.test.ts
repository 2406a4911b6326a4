import { indexLayout, parseIndexHeader } from '../../../src/database/index-header.ts';
import { indexBytes } from './index-bytes.ts';

it.each([
  [4, 1, 'protein'],
  [4, 0, 'nucleotide'],
  [5, 1, 'protein'],
  [5, 0, 'nucleotide'],
] as const)('reads an index of format %i and type %i', (formatVersion, type, moleculeType) => {
  const bytes = indexBytes({
    formatVersion,
    type,
    title: 'Ants é蟻',
    buildDate: 'Jan 2, 2020  9:05 AM',
    sequenceCount: 3,
    letterCount: 2 ** 40 + 7,
    longestSequence: 1_000,
    sequenceFileBytes: 99,
  });
  const header = parseIndexHeader(bytes);
  expect(header).toMatchObject({
    formatVersion,
    moleculeType,
    title: 'Ants é蟻',
    buildDate: 'Jan 2, 2020  9:05 AM',
    sequenceCount: 3,
    letterCount: 2 ** 40 + 7,
    longestSequence: 1_000,
  });
  expect(indexLayout(header).indexBytes).toBe(bytes.length);
});

it('finds the sizes that the other files must have', () => {
  for (const type of [0, 1]) {
    const bytes = indexBytes({ type, headerFileBytes: 4_123, sequenceFileBytes: 9_876 });
    const layout = indexLayout(parseIndexHeader(bytes));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    expect(view.getUint32(layout.headerFileSizeAt)).toBe(4_123);
    expect(view.getUint32(layout.sequenceFileSizeAt)).toBe(9_876);
  }
});

it('reads a view into the middle of a larger buffer', () => {
  const bytes = indexBytes({ title: 'Inside' });
  const larger = new Uint8Array(bytes.length + 20).fill(255);
  larger.set(bytes, 10);
  expect(parseIndexHeader(larger.subarray(10, 10 + bytes.length)).title).toBe('Inside');
});

describe('bytes that are no index', () => {
  it('are refused at every length that ends within the header', () => {
    const bytes = indexBytes({ title: 'T' });
    const { headerBytes } = parseIndexHeader(bytes);
    for (let length = 0; length < headerBytes; length += 1) {
      expect(() => parseIndexHeader(bytes.subarray(0, length))).toThrow('cut short');
    }
    expect(parseIndexHeader(bytes.subarray(0, headerBytes)).headerBytes).toBe(headerBytes);
  });

  it.each([
    ['another format', indexBytes({ formatVersion: 6 }), 'the index has format 6, only 4 and 5 can be read'],
    ['another type', indexBytes({ type: 2 }), 'the index has the unknown sequence type 2'],
    [
      'an absurd title length',
      Uint8Array.of(0, 0, 0, 4, 0, 0, 0, 1, 255, 255, 255, 255),
      'the index file is cut short',
    ],
  ])('are refused: %s', (_, bytes, message) => {
    expect(() => parseIndexHeader(bytes)).toThrow(new SyntaxError(message));
  });
});
