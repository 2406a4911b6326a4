/** File names add up to nine for volume and extension. */
export const maxDatabaseNameCharacters = 64;
const pattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Whether a name may be passed to `-db` as it is: no blank (several names are separated by blanks), no path, no option.
 * Databases whose files carry another name are left out of the catalogue.
 */
export function isDatabaseName(name: string): boolean {
  return pattern.test(name);
}
