import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import prettier from 'prettier';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * What the built code says about itself, as the documents should hold it: one `{ path, current, wanted }` a file.
 * A document whose source is not built yet is left out.
 */
export async function generatedDocuments() {
  const documents = [await readme(), await openApi(), await oddFasta()].filter(
    (document) => document !== undefined,
  );
  return Promise.all(
    documents.map(async ({ path, text }) => {
      const filepath = join(root, path);
      const options = { ...(await prettier.resolveConfig(filepath)), filepath };
      return {
        path,
        current: existsSync(filepath) ? await readFile(filepath, 'utf8') : '',
        wanted: await prettier.format(text, options),
      };
    }),
  );
}

async function readme() {
  const configuration = await built('src/config/index.js');
  const errors = await built('src/errors/index.js');
  let text = await readFile(join(root, 'README.md'), 'utf8');
  if (configuration?.configurationTable) {
    text = fillRegion(text, 'configuration', configurationMarkdown(configuration.configurationTable()));
  }
  if (errors?.errorTable) text = fillRegion(text, 'errors', errorMarkdown(errors.errorTable));
  return { path: 'README.md', text };
}

async function openApi() {
  const document = await built('api/openapi-document.js');
  if (document?.openApiDocument === undefined) return undefined;
  return { path: 'api/openapi.json', text: JSON.stringify(await document.openApiDocument()) };
}

async function oddFasta() {
  const folder = 'test/fixtures/fasta-oddities';
  const cases = JSON.parse(await readFile(join(root, folder, 'cases.json'), 'utf8'));
  const path = `${folder}/README.md`;
  const text = await readFile(join(root, path), 'utf8');
  const rows = cases.map(({ title, program, tool, here, otherRows, why }) => [
    title,
    program,
    tool,
    here === 'accepted' ? (otherRows ? 'accepted, read otherwise' : 'accepted, same rows') : code(here),
    why,
  ]);
  return {
    path,
    text: fillRegion(
      text,
      'oddities',
      markdownTable(['in the query', 'program', 'BLAST+ 2.12.0', 'here', 'why'], rows),
    ),
  };
}

async function built(path) {
  const file = join(root, 'dist', path);
  return existsSync(file) ? import(pathToFileURL(file).href) : undefined;
}

/** Replaces what stands between `<!-- generated: NAME -->` and `<!-- end generated -->`. */
export function fillRegion(text, name, body) {
  const start = `<!-- generated: ${name} -->`;
  const end = '<!-- end generated -->';
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`The document has no region "${start}" … "${end}".`);
  return `${text.slice(0, from + start.length)}\n\n${body}\n\n${text.slice(to)}`;
}

function configurationMarkdown(rows) {
  return markdownTable(
    ['variable', 'meaning', 'default', 'example'],
    rows.map((row) => [code(row.name), row.description, code(row.default), code(row.example)]),
  );
}

function errorMarkdown(table) {
  return markdownTable(
    ['code', 'HTTP status', 'tried again', 'kept as the answer for'],
    Object.entries(table).map(([name, rule]) => [
      code(name),
      String(rule.httpStatus),
      rule.retryable ? 'yes' : 'no',
      rule.cacheTtlSeconds === 0 ? '–' : `${String(rule.cacheTtlSeconds)} s`,
    ]),
  );
}

function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text) => (text === '' || text === undefined ? '–' : `\`${text}\``);
