import { open } from 'node:fs/promises';
import { indexLayout, parseIndexHeader, type IndexHeader } from '../../database/index-header.ts';
import { readAt } from './blast-database-digest.ts';

/** An index file's header, and the sizes it says the volume's other files have at least. */
export interface VolumeIndex {
  readonly header: IndexHeader;
  readonly headerFileBytes: number;
  readonly sequenceFileBytes: number;
}

/** Titles of joined databases can be long; BLAST+ writes none near this. */
const headerReadBytes = 256 * 1024;

/** @throws SyntaxError when it is no index of format 4 or 5, or cut short */
export async function readVolumeIndex(path: string, sizeBytes: number): Promise<VolumeIndex> {
  const file = await open(path, 'r');
  try {
    const header = parseIndexHeader(await readAt(file, 0, Math.min(headerReadBytes, sizeBytes)));
    const layout = indexLayout(header);
    if (sizeBytes < layout.indexBytes) throw new SyntaxError('the index file is cut short');
    const integerAt = async (position: number): Promise<number> => {
      const bytes = await readAt(file, position, 4);
      if (bytes.length < 4) throw new SyntaxError('the index file is cut short');
      return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
    };
    return {
      header,
      headerFileBytes: await integerAt(layout.headerFileSizeAt),
      sequenceFileBytes: await integerAt(layout.sequenceFileSizeAt),
    };
  } finally {
    await file.close();
  }
}
