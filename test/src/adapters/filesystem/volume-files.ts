import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexBytes, type IndexContent } from '../../database/index-bytes.ts';

/** Files that look like a volume: the catalogue reads indexes, and of the rest only sizes and digests. */
export async function writeVolume(
  folder: string,
  name: string,
  content: IndexContent = {},
  residue = 'A',
): Promise<void> {
  const letter = content.type === 0 ? 'n' : 'p';
  await writeFile(join(folder, `${name}.${letter}hr`), 'h'.repeat(40));
  await writeFile(join(folder, `${name}.${letter}sq`), residue.repeat(33));
  await writeFile(join(folder, `${name}.${letter}in`), indexBytes(content));
}
