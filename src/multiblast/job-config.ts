import { maxSummaryCharacters, type LinkNotes } from '../account/link.ts';
import type { QueryTarget } from '../search/request.ts';
import { ErrorCollection, memberPath, type ConfigErrors } from './config-errors.ts';
import { isObject } from './report-config-words.ts';

/** Where a query job searches, its query if it came as text, and whether it goes into the caller's collection. */
export interface JobConfig {
  readonly site: string;
  readonly targets: readonly QueryTarget[];
  readonly query?: string;
  readonly addToUserCollection: boolean;
}

const configPath = 'jobConfig';
const metaPath = 'userMeta';
/** More than any site has. */
const maxTargets = 1_000;

/**
 * Reads the `jobConfig` and `userMeta` of a query job: JSON, of which nothing is known yet. Errors are all there are, by
 * JSON path. `addToUserCollection` is true unless it is given: the published contract says false, and clients rely on true.
 */
export function parseJobConfig(
  jobConfig: unknown,
  userMeta: unknown,
): { readonly job: JobConfig; readonly notes: Partial<LinkNotes> } | { readonly errors: ConfigErrors } {
  const errors = new ErrorCollection();
  const job = readJob(jobConfig, errors);
  const notes = readNotes(userMeta, errors);
  if (!job || !errors.isEmpty) return { errors: errors.toErrors() };
  return { job, notes };
}

/** Reads `userMeta` alone: what is null is to be cleared, what is absent to be kept. */
export function parseUserMeta(
  userMeta: unknown,
): { readonly notes: Partial<LinkNotes> } | { readonly errors: ConfigErrors } {
  const errors = new ErrorCollection();
  const notes = readNotes(userMeta, errors);
  return errors.isEmpty ? { notes } : { errors: errors.toErrors() };
}

function readJob(value: unknown, errors: ErrorCollection): JobConfig | undefined {
  const members = objectAt(value, configPath, ['site', 'targets', 'query', 'addToUserCollection'], errors);
  if (!members) return undefined;
  const site = textAt(members['site'], `${configPath}.site`, errors);
  if (site === undefined) missing(members['site'], `${configPath}.site`, errors);
  const targets = readTargets(members['targets'], errors);
  const query = textAt(members['query'], `${configPath}.query`, errors);
  const add = members['addToUserCollection'] ?? true;
  if (typeof add !== 'boolean')
    errors.report(`${configPath}.addToUserCollection`, 'This must be true or false.');
  return {
    site: site ?? '',
    targets,
    ...(query !== undefined && { query }),
    addToUserCollection: add !== false,
  };
}

function readTargets(value: unknown, errors: ErrorCollection): QueryTarget[] {
  const path = `${configPath}.targets`;
  if (!Array.isArray(value) || value.length === 0 || value.length > maxTargets) {
    errors.report(path, `This must be a list of 1 to ${String(maxTargets)} targets.`);
    return [];
  }
  return value.map((one: unknown, index) => {
    const at = `${path}[${String(index)}]`;
    const members = objectAt(one, at, ['targetDisplayName', 'targetFile'], errors) ?? {};
    const [displayName, file] = ['targetDisplayName', 'targetFile'].map((name) => {
      const text = textAt(members[name], `${at}.${name}`, errors);
      if (text === undefined) missing(members[name], `${at}.${name}`, errors);
      return text ?? '';
    });
    return { displayName: displayName ?? '', file: file ?? '' };
  });
}

function readNotes(value: unknown, errors: ErrorCollection): Partial<LinkNotes> {
  if (value === undefined || value === null) return {};
  const members = objectAt(value, metaPath, ['summary', 'description'], errors) ?? {};
  const noteAt = (name: keyof LinkNotes): Partial<LinkNotes> => {
    const note = textAt(members[name], `${metaPath}.${name}`, errors);
    return members[name] === undefined ? {} : { [name]: note ?? null };
  };
  const notes = { ...noteAt('summary'), ...noteAt('description') };
  const tooLong = `At most ${String(maxSummaryCharacters)} characters; put more into the description.`;
  if ([...(notes.summary ?? '')].length > maxSummaryCharacters) errors.report(`${metaPath}.summary`, tooLong);
  return notes;
}

function objectAt(
  value: unknown,
  path: string,
  names: readonly string[],
  errors: ErrorCollection,
): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(value)) {
    errors.report(path, `This must be an object with ${names.join(', ')}.`);
    return undefined;
  }
  for (const name of Object.keys(value).slice(0, 100)) {
    if (!names.includes(name))
      errors.report(memberPath(path, name), `There is no such field; ${path} has ${names.join(', ')}.`);
  }
  return value;
}

function textAt(value: unknown, path: string, errors: ErrorCollection): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  errors.report(path, 'This must be a text in quotes.');
  return undefined;
}

function missing(value: unknown, path: string, errors: ErrorCollection): void {
  if (value === undefined || value === null) errors.report(path, 'This is missing.');
}
