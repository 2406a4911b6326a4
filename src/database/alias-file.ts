/** An alias file (`.pal`, `.nal`): one name for several databases, or for a part of them. */
export interface AliasFile {
  readonly title?: string;
  /** Names of databases or volumes, relative to the alias file's folder, as often as they stand there. */
  readonly members: readonly string[];
  /** Replaces the sum over the members. */
  readonly sequenceCount?: number;
  readonly letterCount?: number;
  /** Files that pick sequences out of the members (lists of ids, masks), relative to the alias file's folder. */
  readonly filterFiles: readonly string[];
  /** Everything it says but for its members and filter files, by key in upper case: all of it may change a result. */
  readonly directives: Readonly<Record<string, string>>;
}

const filterKeys = new Set(['GILIST', 'TILIST', 'SEQIDLIST', 'OIDLIST', 'TAXIDLIST', 'IPGLIST']);

/**
 * Reads `KEY value` lines; `#` starts a comment line, a later line of the same key replaces an earlier one.
 * @throws SyntaxError when no database is named
 */
export function parseAliasFile(text: string): AliasFile {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*([A-Za-z_]+)\s+(.*?)\s*$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) values.set(match[1].toUpperCase(), match[2]);
  }
  const members = namesOf(values.get('DBLIST') ?? '');
  if (members.length === 0) throw new SyntaxError('the alias file names no database');
  const title = values.get('TITLE');
  const sequenceCount = countOf(values.get('NSEQ'));
  const letterCount = countOf(values.get('LENGTH'));
  const rest = [...values].filter(([key]) => key !== 'DBLIST' && !filterKeys.has(key));
  return {
    ...(title === undefined ? {} : { title }),
    members,
    ...(sequenceCount === undefined ? {} : { sequenceCount }),
    ...(letterCount === undefined ? {} : { letterCount }),
    filterFiles: [...values].flatMap(([key, value]) => (filterKeys.has(key) ? namesOf(value) : [])),
    directives: Object.fromEntries(rest),
  };
}

/** Names separated by blanks; a name in double quotes may hold blanks. */
function namesOf(list: string): string[] {
  return [...list.matchAll(/"([^"]*)"|([^\s"]+)/g)]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((name) => name !== '');
}

function countOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
