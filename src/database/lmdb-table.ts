/** Reads bytes of one file; fewer where it ends before. */
export type ReadAt = (position: number, length: number) => Promise<Uint8Array>;

/** A table of an LMDB file (version 1, little-endian), of which only keys are looked at. */
export interface LmdbTable {
  has(key: Uint8Array): Promise<boolean>;
  /** The keys of its first leaf, smallest first: all of them, or at least two. */
  firstKeys(): Promise<Uint8Array[]>;
}

const magic = 0xbeefc0de;
const flags = { branch: 1, leaf: 2 } as const;
const noPage = 0xffff_ffff_ffff_ffffn;
const firstMetaBytes = 152;
/** A tree of this depth holds more than any file can. */
const maxDepth = 16;

/**
 * Opens a named table. Layout: `mdb.c` of LMDB 0.9; two meta pages, of which the one of the later transaction counts;
 * keys are compared byte by byte.
 * @throws SyntaxError when the file is no such file, or the table is not in it
 */
export async function openLmdbTable(read: ReadAt, name: string): Promise<LmdbTable> {
  const first = viewOf(await read(0, firstMetaBytes));
  const pageBytes = metaOf(first).pageBytes;
  const second = viewOf(await read(pageBytes, firstMetaBytes));
  const { root } = [metaOf(first), metaOf(second)].reduce((a, b) => (b.transaction > a.transaction ? b : a));
  const page = async (number: bigint): Promise<Page> =>
    pageOf(await read(Number(number) * pageBytes, pageBytes));
  const table = await leafOf(page, root, (nodes) => childFor(nodes, new TextEncoder().encode(name)));
  const entry = table.find(({ key }) => new TextDecoder().decode(key) === name);
  if (entry === undefined) throw new SyntaxError(`the look-up file has no table ${name}`);
  const tableRoot = viewOf(entry.data).getBigUint64(40, true);
  return {
    has: async (key) =>
      (await leafOf(page, tableRoot, (nodes) => childFor(nodes, key))).some(
        (node) => compare(node.key, key) === 0,
      ),
    firstKeys: async () => (await leafOf(page, tableRoot, ([node]) => node)).map(({ key }) => key),
  };
}

interface Node {
  readonly key: Uint8Array;
  /** Of a leaf: what is stored under the key, unless it lies on pages of its own. */
  readonly data: Uint8Array;
  /** Of a branch: the page of the keys from this one on. */
  readonly child: bigint;
}

interface Page {
  readonly isLeaf: boolean;
  readonly nodes: readonly Node[];
}

/** The nodes of the leaf that `choose` leads to; none of an empty tree. */
async function leafOf(
  page: (number: bigint) => Promise<Page>,
  root: bigint,
  choose: (nodes: readonly Node[]) => Node | undefined,
): Promise<readonly Node[]> {
  let number = root;
  for (let depth = 0; depth < maxDepth && number !== noPage; depth++) {
    const { isLeaf, nodes } = await page(number);
    if (isLeaf) return nodes;
    number = choose(nodes)?.child ?? noPage;
  }
  return [];
}

/** The last branch whose first key is not greater; the first branch has none. */
function childFor(nodes: readonly Node[], key: Uint8Array): Node | undefined {
  return nodes.findLast((node, index) => index === 0 || compare(node.key, key) <= 0);
}

function metaOf(view: DataView): { pageBytes: number; root: bigint; transaction: bigint } {
  if (
    view.byteLength < firstMetaBytes ||
    view.getUint32(16, true) !== magic ||
    view.getUint32(20, true) !== 1
  ) {
    throw new SyntaxError('a look-up file is not of LMDB version 1');
  }
  return {
    pageBytes: view.getUint32(40, true),
    root: view.getBigUint64(128, true),
    transaction: view.getBigUint64(144, true),
  };
}

function pageOf(bytes: Uint8Array): Page {
  const view = viewOf(bytes);
  try {
    const kind = view.getUint16(10, true);
    if ((kind & (flags.branch | flags.leaf)) === 0) throw new RangeError();
    const isLeaf = (kind & flags.leaf) !== 0;
    const count = (view.getUint16(12, true) - 16) / 2;
    const nodes = Array.from({ length: count }, (_, index) => {
      const at = view.getUint16(16 + 2 * index, true);
      const low = view.getUint32(at, true);
      const keyEnd = at + 8 + view.getUint16(at + 6, true);
      return {
        key: bytes.subarray(at + 8, keyEnd),
        data: bytes.subarray(keyEnd, isLeaf ? keyEnd + low : keyEnd),
        child: BigInt(low) + (BigInt(view.getUint16(at + 4, true)) << 32n),
      };
    });
    return { isLeaf, nodes };
  } catch {
    throw new SyntaxError('a look-up file is damaged or cut short');
  }
}

/** As `memcmp`, the shorter first where one begins the other. */
function compare(one: Uint8Array, other: Uint8Array): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
