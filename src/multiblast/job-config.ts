import { maxSummaryCharacters, type LinkNotes } from '../account/link.ts';
import type { QueryTarget } from '../search/request.ts';
import { ErrorCollection, memberPath, placeName, type ConfigErrors, type Report } from './config-errors.ts';
import { given, readKnownMembers, type Members } from './members.ts';

/** Where a query job searches, its query if it came as text, and whether it goes into the caller's collection. */
export interface JobConfig {
  readonly site: string;
  readonly targets: readonly QueryTarget[];
  readonly query?: string;
  readonly addToUserCollection: boolean;
}

/** What of a refused one could be read; targets that could not are left out. */
export type LegibleJobConfig = Partial<JobConfig> & Pick<JobConfig, 'targets'>;

export interface RefusedJobConfig {
  readonly errors: ConfigErrors;
  readonly legible: LegibleJobConfig;
}

const configPath = 'jobConfig';
const metaPath = 'userMeta';
/** More than any site has. */
const maxTargets = 1_000;
/** A list of nonsense is not answered with a list as long. */
const mostRefused = 20;

/**
 * Reads the `jobConfig` and `userMeta` of a query job: JSON, of which nothing is known yet. Errors are all there are, by
 * JSON path. `addToUserCollection` is true unless it is given: the published contract says false, and clients rely on true.
 */
export function parseJobConfig(
  jobConfig: unknown,
  userMeta: unknown,
): { readonly job: JobConfig; readonly notes: Partial<LinkNotes> } | RefusedJobConfig {
  const errors = new ErrorCollection();
  const legible = readJob(jobConfig, errors.report);
  const notes = readNotes(userMeta, errors.report);
  const { site, addToUserCollection = true } = legible;
  if (site === undefined || !errors.isEmpty) return { errors: errors.toErrors(), legible };
  return { job: { ...legible, site, addToUserCollection }, notes };
}

/** Reads `userMeta` alone: what is null is to be cleared, what is absent to be kept. */
export function parseUserMeta(
  userMeta: unknown,
): { readonly notes: Partial<LinkNotes> } | { readonly errors: ConfigErrors } {
  const errors = new ErrorCollection();
  const notes = readNotes(userMeta, errors.report);
  return errors.isEmpty ? { notes } : { errors: errors.toErrors() };
}

function readJob(value: unknown, report: Report): LegibleJobConfig {
  const names = ['site', 'targets', 'query', 'addToUserCollection'];
  const members = given(readKnownMembers(value, configPath, names, report));
  if (members === undefined) return { targets: [] };
  const site = requiredText(members, 'site', configPath, report);
  const targets = readTargets(members.get('targets'), report);
  const query = readText(members, 'query', configPath, report);
  const add = members.get('addToUserCollection');
  if (add !== undefined && typeof add !== 'boolean')
    report(`${configPath}.addToUserCollection`, 'addToUserCollection must be true or false.');
  return {
    ...(site !== undefined && { site }),
    targets,
    ...(query !== undefined && { query }),
    ...(typeof add === 'boolean' && { addToUserCollection: add }),
  };
}

function readTargets(value: unknown, report: Report): QueryTarget[] {
  const path = `${configPath}.targets`;
  if (!Array.isArray(value) || value.length === 0 || value.length > maxTargets) {
    report(path, `targets must be a list of 1 to ${String(maxTargets)} targets.`);
    return [];
  }
  const refused = new Set<number>();
  const list: readonly unknown[] = value;
  return list.flatMap((one, index) => {
    if (refused.size === mostRefused) return [];
    const reportHere: Report = (at, message) => {
      refused.add(index);
      report(at, message);
    };
    return readTarget(one, `${path}[${String(index)}]`, reportHere) ?? [];
  });
}

function readTarget(value: unknown, path: string, report: Report): QueryTarget | undefined {
  const members = given(readKnownMembers(value, path, ['targetDisplayName', 'targetFile'], report));
  if (members === undefined) return undefined;
  const displayName = requiredText(members, 'targetDisplayName', path, report);
  const file = requiredText(members, 'targetFile', path, report);
  return displayName === undefined || file === undefined ? undefined : { displayName, file };
}

function readNotes(value: unknown, report: Report): Partial<LinkNotes> {
  if (value === undefined || value === null) return {};
  const members = readKnownMembers(value, metaPath, ['summary', 'description'], report) ?? new Map();
  const noteAt = (name: keyof LinkNotes): Partial<LinkNotes> =>
    members.has(name) ? { [name]: readText(members, name, metaPath, report) ?? null } : {};
  const notes = { ...noteAt('summary'), ...noteAt('description') };
  const tooLong = `summary has at most ${String(maxSummaryCharacters)} characters; put more into the description.`;
  if ([...(notes.summary ?? '')].length > maxSummaryCharacters) report(`${metaPath}.summary`, tooLong);
  return notes;
}

function requiredText(members: Members, name: string, path: string, report: Report): string | undefined {
  const at = memberPath(path, name);
  if (!members.has(name)) report(at, `${placeName(at)} is missing.`);
  return readText(members, name, path, report);
}

function readText(members: Members, name: string, path: string, report: Report): string | undefined {
  const value = members.get(name) ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  const at = memberPath(path, name);
  report(at, `${placeName(at)} must be a text in quotes.`);
  return undefined;
}
