import { open } from 'node:fs/promises';
import type { MaskAlgorithm } from '../../database/mask-algorithm.ts';
import { columnDescriptionBytes, columnHeadBytes, parseMaskColumn } from '../../database/mask-column.ts';
import { readAt } from './blast-database-digest.ts';

/** More than any description holds: the rest of the file is one offset a sequence. */
const maxDescriptionBytes = 1024 * 1024;

/** The algorithms of one column index; none when it is a column of anything but masks. @throws SyntaxError when cut short */
export async function readMasks(path: string): Promise<readonly MaskAlgorithm[]> {
  const file = await open(path, 'r');
  try {
    const wanted = columnDescriptionBytes(await readAt(file, 0, columnHeadBytes));
    return parseMaskColumn(await readAt(file, 0, Math.min(wanted, maxDescriptionBytes))) ?? [];
  } finally {
    await file.close();
  }
}
