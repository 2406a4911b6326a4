import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fillRegion } from '../../.config/generated-documents.mjs';
import { root } from './root.mjs';
import { nodeOutput } from './tool-checks.mjs';

/** What documents take from the code is up to date, their links lead somewhere, and both checks can fail. */
export async function documentChecks() {
  const { code, output } = await nodeOutput(['.config/generate-docs.mjs', '--check']);
  return [
    { name: 'generated documents are up to date', problem: code === 0 ? undefined : output },
    regionCheck(),
    missingRegionCheck(),
    await linkCheck(),
    {
      name: 'a link that leads nowhere is found',
      problem:
        deadLinks('[a](src/absent.md) [b](https://example.org) [c](#part)', root).join() === 'src/absent.md'
          ? undefined
          : 'it was not',
    },
  ];
}

function regionCheck() {
  const text = 'before\n<!-- generated: x -->\nold\n<!-- end generated -->\nafter';
  const filled = fillRegion(text, 'x', 'new');
  const right =
    filled.includes('new') &&
    !filled.includes('old') &&
    filled.startsWith('before') &&
    filled.endsWith('after');
  return { name: 'a generated region that differs is replaced', problem: right ? undefined : filled };
}

function missingRegionCheck() {
  const name = 'a document without its region is refused';
  try {
    return { name, problem: `it gave ${fillRegion('no region', 'x', 'new')}` };
  } catch {
    return { name };
  }
}

async function linkCheck() {
  const documents = ['README.md', 'deploy/README.md'].filter((path) => existsSync(join(root, path)));
  const dead = [];
  for (const path of documents) {
    const links = deadLinks(await readFile(join(root, path), 'utf8'), dirname(join(root, path)));
    dead.push(...links.map((link) => `${path}: ${link}`));
  }
  return {
    name: 'links between documents lead somewhere',
    problem: dead.length === 0 ? undefined : dead.join('\n'),
  };
}

function deadLinks(markdown, folder) {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target.split('#')[0])
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target) && !existsSync(join(folder, target)));
}
