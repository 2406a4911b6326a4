import { basename, dirname, parse, resolve } from 'node:path';
import { extensionLetter, isDatabaseExtension } from '../../database/database-files.ts';
import type { AliasNode, DatabaseFile, DatabaseNode, VolumeNode } from '../../database/database-tree.ts';
import type { MoleculeType } from '../../database/database.ts';
import type { MaskAlgorithm } from '../../database/mask-algorithm.ts';
import type { TaxonIndex } from '../../database/taxon-index.ts';
import { once, type DatabaseLook } from './blast-database-look.ts';
import { ChangedWhileReading } from './blast-database-stamps.ts';

export interface ReadDatabase {
  /** The catalogue's folder. */
  readonly folder: string;
  readonly name: string;
  readonly moleculeType: MoleculeType;
  readonly look: DatabaseLook;
}

/**
 * Follows a name as BLAST+ does: the alias file first, then the index; members of an alias are looked for in the
 * alias's own folder, then in the catalogue's.
 * @throws SyntaxError that says what is wrong with the database
 */
export async function readDatabase(database: ReadDatabase): Promise<DatabaseNode> {
  const { folder, name, moleculeType: type, look } = database;
  return await readNode({ folder, type, look, volumes: new Map() }, resolve(folder, name), []);
}

interface Reading {
  readonly folder: string;
  readonly type: MoleculeType;
  readonly look: DatabaseLook;
  readonly volumes: Map<string, Promise<VolumeNode>>;
}

/** `base` is a path without extension; `above` holds those of the aliases that led here. */
async function readNode(reading: Reading, base: string, above: readonly string[]): Promise<DatabaseNode> {
  const hasAlias = (await extensionsOf(reading, base)).has(`${extensionLetter[reading.type]}al`);
  // An alias may bear the name of its own volume: inside itself the name means the volume.
  if (hasAlias && above.at(-1) !== base) {
    if (above.includes(base)) throw new SyntaxError('its alias files name each other in a circle');
    return await readAlias(reading, base, above);
  }
  return await once(reading.volumes, base, () => readVolume(reading, base));
}

async function readAlias(reading: Reading, base: string, above: readonly string[]): Promise<AliasNode> {
  const alias = await reading.look.alias(`${base}.${extensionLetter[reading.type]}al`);
  if (alias === undefined) throw new ChangedWhileReading(base);
  const members: DatabaseNode[] = [];
  for (const name of alias.members) {
    members.push(await readNode(reading, await locate(reading, name, base), [...above, base]));
  }
  const filters = await Promise.all(
    alias.filterFiles.map((file) => reading.look.file(resolve(dirname(base), file))),
  );
  const isOverItself = alias.members.includes(basename(base));
  const beside = isOverItself ? [] : await filesOf(reading, base);
  const taxa = isOverItself ? {} : await taxaOf(reading, base);
  const name = basename(base);
  return { kind: 'alias', name, alias, files: [...beside, ...filters], ...taxa, members };
}

async function readVolume(reading: Reading, base: string): Promise<VolumeNode> {
  const letter = extensionLetter[reading.type];
  const index = await reading.look.index(`${base}.${letter}in`);
  if (index === undefined) throw new SyntaxError(`the index of ${basename(base)} is missing`);
  if (index.header.moleculeType !== reading.type) {
    throw new SyntaxError(`the index of ${basename(base)} is of the other molecule type`);
  }
  const { lookUpFile } = index.header;
  if (lookUpFile !== '' && !(await isBeside(reading, base, lookUpFile))) {
    throw new SyntaxError(`the look-up file ${basename(lookUpFile)} is missing`);
  }
  const files = await filesOf(reading, base);
  const sizeOf = (part: string) =>
    files.find(({ name }) => name.endsWith(`.${letter}${part}`))?.sizeBytes ?? -1;
  if (sizeOf('hr') < index.headerFileBytes || sizeOf('sq') < index.sequenceFileBytes) {
    throw new SyntaxError(`a file of ${basename(base)} is missing, cut short or of another build`);
  }
  const masks = await masksOf(reading, base);
  return {
    kind: 'volume',
    name: basename(base),
    header: index.header,
    files,
    ...(await taxaOf(reading, base)),
    masks,
  };
}

async function masksOf(reading: Reading, base: string): Promise<MaskAlgorithm[]> {
  const columns = [...(await extensionsOf(reading, base))].filter((extension) => /^.[a-z]a$/.test(extension));
  const found = await Promise.all(columns.sort().map((column) => reading.look.masks(`${base}.${column}`)));
  return found.flat();
}

/** The index of taxa, if all of its files are there: BLAST+ opens each of them for one filter or another. */
async function taxaOf(reading: Reading, base: string): Promise<{ readonly taxa?: TaxonIndex }> {
  const letter = extensionLetter[reading.type];
  const extensions = await extensionsOf(reading, base);
  if (!['tf', 'to', 'ot'].every((part) => extensions.has(`${letter}${part}`))) return {};
  const taxa = await reading.look.taxa(`${base}.${letter}tf`);
  return taxa === undefined ? {} : { taxa };
}

async function isBeside(reading: Reading, base: string, file: string): Promise<boolean> {
  const { dir, name, ext } = parse(resolve(dirname(base), file));
  return (await extensionsOf(reading, resolve(dir, name))).has(ext.slice(1));
}

async function locate(reading: Reading, member: string, aliasBase: string): Promise<string> {
  const letter = extensionLetter[reading.type];
  for (const from of [dirname(aliasBase), reading.folder]) {
    const base = resolve(from, member);
    const extensions = await extensionsOf(reading, base);
    if (extensions.has(`${letter}al`) || extensions.has(`${letter}in`)) return base;
  }
  throw new SyntaxError(`its alias file names ${basename(member)}, which is not there`);
}

async function filesOf(reading: Reading, base: string): Promise<DatabaseFile[]> {
  const own = [...(await extensionsOf(reading, base))].filter((extension) =>
    isDatabaseExtension(extension, reading.type),
  );
  return await Promise.all(own.sort().map((extension) => reading.look.file(`${base}.${extension}`)));
}

async function extensionsOf(reading: Reading, base: string): Promise<ReadonlySet<string>> {
  return (await reading.look.listing(dirname(base))).get(basename(base)) ?? new Set<string>();
}
