import { canonicalJson, digestOf } from '../job/keys.ts';
import type { AliasFile } from './alias-file.ts';
import { profileKindOf } from './database-files.ts';
import type { Database, ProfileKind } from './database.ts';
import type { IndexHeader } from './index-header.ts';
import { joinMasks, type MaskAlgorithm } from './mask-algorithm.ts';
import type { TaxonIndex } from './taxon-index.ts';

/** A database as its files make it: a volume, or an alias over other nodes. One volume is one object wherever it is named. */
export type DatabaseNode = VolumeNode | AliasNode;

export interface VolumeNode {
  readonly kind: 'volume';
  readonly name: string;
  readonly header: IndexHeader;
  readonly files: readonly DatabaseFile[];
  /** Of a volume that does not share one with others. */
  readonly taxa?: TaxonIndex;
  readonly masks: readonly MaskAlgorithm[];
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly name: string;
  readonly alias: AliasFile;
  /** Files beside the alias (the look-up files that volumes of format 5 share) and the filters it names. */
  readonly files: readonly DatabaseFile[];
  /** Of all its volumes together. */
  readonly taxa?: TaxonIndex;
  readonly members: readonly DatabaseNode[];
}

export interface DatabaseFile {
  /** Name without its folder. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Digest of the content, or of samples of it where the file is large. */
  readonly digest: string;
}

/**
 * The catalogue entry of a database, counted as BLAST+ 2.12.0 counts: an alias's own `NSEQ` and `LENGTH` go before the
 * sum over its members (see {@link countedMembers}), the date is the newest of all volumes. Where an alias picks
 * sequences by a filter without saying how many, the counts are those of its members.
 * @throws SyntaxError when the volumes are not of one format (BLAST+ refuses to open such a database)
 */
export function describeDatabase(name: string, node: DatabaseNode): Database {
  const volumes = volumesOf(node);
  const first = volumes[0];
  if (first === undefined) throw new SyntaxError('the database has no volume');
  if (volumes.some(({ header }) => header.formatVersion !== first.header.formatVersion)) {
    throw new SyntaxError('its volumes are of formats 4 and 5, which BLAST+ does not open together');
  }
  const profiles = profilesOf(volumes);
  const files = [...filesOf(node)];
  return {
    name,
    title: titleOf(node),
    moleculeType: first.header.moleculeType,
    ...(profiles === undefined ? {} : { profiles }),
    sequenceCount: count(node, 'sequenceCount'),
    letterCount: count(node, 'letterCount'),
    volumes: volumes.map((volume) => volume.name),
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    formatVersion: first.header.formatVersion,
    buildDate: volumes.map(({ header }) => header.buildDate).reduce(later),
    hasSequenceIds: files.some(({ name: fileName }) => /\.[np]os$/.test(fileName)),
    taxonomy: taxonomyOf(node),
    masks: joinMasks(volumes.map(({ masks }) => masks)),
    fingerprint: digestOf(canonicalJson({ schemaVersion: 1, database: identityOf(node) })),
  };
}

/** What all volumes have. */
function profilesOf(volumes: readonly VolumeNode[]): ProfileKind | undefined {
  const kinds = volumes.map(({ files }) => profileKindOf(files.map(({ name }) => name)));
  if (kinds.includes(undefined)) return undefined;
  return kinds.includes('rps') ? 'rps' : 'delta';
}

/** The indexes of taxa of a database, `undefined` in place of each that is missing; an alias's own covers all below it. */
export function taxonIndexesOf(node: DatabaseNode): (TaxonIndex | undefined)[] {
  if (node.taxa !== undefined || node.kind === 'volume') return [node.taxa];
  return node.members.flatMap(taxonIndexesOf);
}

function taxonomyOf(node: DatabaseNode): Database['taxonomy'] {
  const indexes = taxonIndexesOf(node);
  if (indexes.includes(undefined)) return 'absent';
  return indexes.some((index) => index?.holdsTaxa === true) ? 'present' : 'empty';
}

function volumesOf(node: DatabaseNode): VolumeNode[] {
  const found = node.kind === 'volume' ? [node] : node.members.flatMap(volumesOf);
  return found.filter((volume, index) => found.indexOf(volume) === index);
}

function titleOf(node: DatabaseNode): string {
  if (node.kind === 'volume') return node.header.title;
  return node.alias.title ?? countedMembers(node).map(titleOf).join('; ');
}

function count(node: DatabaseNode, field: 'sequenceCount' | 'letterCount'): number {
  if (node.kind === 'volume') return node.header[field];
  return node.alias[field] ?? countedMembers(node).reduce((sum, member) => sum + count(member, field), 0);
}

/**
 * The members in the order, and as often, as BLAST+ 2.12.0 counts them: aliases first, each as often as it is named,
 * then the volumes that are named themselves, each once (even if an alias before holds it too).
 */
function countedMembers({ members }: AliasNode): readonly DatabaseNode[] {
  const aliases = members.filter((member) => member.kind === 'alias');
  return [...aliases, ...new Set(members.filter((member) => member.kind === 'volume'))];
}

/** Every file once; one file is one object wherever the tree names it. */
function filesOf(node: DatabaseNode): Set<DatabaseFile> {
  const below = node.kind === 'alias' ? node.members.flatMap((member) => [...filesOf(member)]) : [];
  return new Set([...node.files, ...below]);
}

/** What tells one build from another, without folders and times: copies of one build agree wherever they lie. */
function identityOf(node: DatabaseNode): object {
  const files = node.files.map(({ name, sizeBytes, digest }) => ({ name, sizeBytes, digest }));
  if (node.kind === 'volume') return { volume: node.name, files };
  return { directives: node.alias.directives, files, members: node.members.map(identityOf) };
}

function later(one: string, other: string): string {
  return minutesOf(other) > minutesOf(one) ? other : one;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Orders dates as an index prints them, `Nov 22, 2026  1:54 PM`; any other text comes before all of them. */
function minutesOf(date: string): number {
  const match = /^([A-Z][a-z]{2}) +(\d+), +(\d+) +(\d+):(\d+) +([AP])M$/.exec(date);
  if (match === null) return -1;
  const [, month = '', day, year, hour, minute, half] = match;
  const days = (Number(year) * 12 + months.indexOf(month)) * 31 + Number(day);
  return (days * 24 + (Number(hour) % 12) + (half === 'P' ? 12 : 0)) * 60 + Number(minute);
}
