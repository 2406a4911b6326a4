import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const taxa = [
  [562, ['Escherichia coli', 'E. coli', 'enterobacteria', 'Bacteria']],
  [9606, ['Homo sapiens', 'human', 'primates', 'Eukaryota']],
] as const;

/** NCBI's `taxdb` of two taxa, made by hand, and a list of sequences and their taxids for `makeblastdb -taxid_map`. */
export async function writeTaxa(folder: string, taxidMap: readonly string[]): Promise<void> {
  const names = taxa.map(([, list]) => `${list.join('\t')}\n`);
  // A magic number, the count and four zeros; then taxid and offset of each. All 32 bits, big-endian.
  const numbers = [0x8739, taxa.length, 0, 0, 0, 0];
  let offset = 0;
  for (const [index, [taxid]] of taxa.entries()) {
    numbers.push(taxid, offset);
    offset += names[index]?.length ?? 0;
  }
  const table = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, index) => table.writeUInt32BE(number, index * 4));
  await writeFile(join(folder, 'taxdb.btd'), names.join(''));
  await writeFile(join(folder, 'taxdb.bti'), table);
  await writeFile(join(folder, 'taxa.txt'), taxidMap.map((line) => `${line}\n`).join(''));
}
