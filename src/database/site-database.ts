import { isDatabaseName } from './database-name.ts';

/** Where a database of a site lies: `SITE/build-BUILD/TARGET/blast/FILE` below the folder of all sites. */
export interface SitePlace {
  readonly site: string;
  readonly build: number;
  readonly target: string;
  /** Name of the database without extension. */
  readonly file: string;
}

/** What the place is called in `-db`, requests and keys: BLAST+ looks for paths below the folders of `BLASTDB`, too. */
export function siteDatabaseName({ site, build, target, file }: SitePlace): string {
  return `${site}/build-${String(build)}/${target}/blast/${file}`;
}

/** @returns `undefined` for a name that is no such path; none leads out of the folder */
export function parseSiteDatabaseName(name: string): SitePlace | undefined {
  const [site = '', buildFolder = '', target = '', blast, file = '', ...more] = name.split('/');
  const build = buildNumber(buildFolder);
  if (build === undefined || blast !== 'blast' || more.length > 0) return undefined;
  return [site, target, file].every(isDatabaseName) ? { site, build, target, file } : undefined;
}

/** The N of a folder `build-N`, which has no leading zeros. */
export function buildNumber(folder: string): number | undefined {
  const digits = /^build-(0|[1-9]\d{0,8})$/.exec(folder)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
