import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../static/root.mjs';

/**
 * Installs BLAST+ where the machine lacks it and allows it, before the first tier that may use it. When that fails the
 * run goes on: the tests that need it then say so one by one.
 */
export async function prepareTools() {
  const file = join(root, 'dist/deploy/embedded/tools/ensure-blast.js');
  if (!existsSync(file)) return;
  const { ensureBlast } = await import(pathToFileURL(file).href);
  const configuredDirectory = process.env.DURABLAST_BLAST_DIR || undefined;
  try {
    await ensureBlast({ configuredDirectory, onProgress: (line) => console.log(line) });
  } catch (error) {
    console.error(`BLAST+ is missing: ${error instanceof Error ? error.message : String(error)}`);
  }
}
