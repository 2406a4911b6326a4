/**
 * Writes what the documents take from the code: the README's generated regions and `api/openapi.json`.
 *
 *     npm run build && npm run docs      writes
 *     node .config/generate-docs.mjs --check   fails when a document is out of date
 */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedDocuments } from './generated-documents.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const check = process.argv.includes('--check');

const stale = (await generatedDocuments()).filter(({ current, wanted }) => current !== wanted);
for (const { path, wanted } of stale) {
  if (!check) await writeFile(join(root, path), wanted);
  console.log(check ? `${path} is out of date: run \`npm run build && npm run docs\`` : `wrote ${path}`);
}
if (check && stale.length > 0) process.exitCode = 1;
