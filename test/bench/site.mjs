import { join } from 'node:path';
import { buildDatabase } from './blast-tool.mjs';

const [name, target, database] = ['BenchDB', 'Proteins', 'proteins'];
const path = [name, 'build-1', target, 'blast'];

/** A site with one target: what a job asks of it, and what BLAST+ calls it where `BLASTDB` is the folder of sites. */
export const site = {
  name,
  jobConfig: { site: name, targets: [{ targetDisplayName: target, targetFile: database }] },
  databasePath: [...path, database].join('/'),
};

/** @returns the folder of sites, for `DURABLAST_SITES_DIR` */
export async function buildSite(context, fastaFile) {
  const sitesFolder = join(context.folder, 'sites');
  await buildDatabase(context, database, fastaFile, join(sitesFolder, ...path));
  return sitesFolder;
}
