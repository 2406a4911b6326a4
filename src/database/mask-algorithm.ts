/** A masking algorithm whose intervals a database carries, for `db_soft_mask` and `db_hard_mask`. */
export interface MaskAlgorithm {
  readonly id: number;
  /** As `blastdbcmd -info` shows it. */
  readonly name: string;
  readonly options: string;
  /** Whether the maker of the database gave it its name; else it has the name of its program. */
  readonly isNamed: boolean;
  /** Free text of whoever made the database. */
  readonly description: string;
}

/**
 * The algorithms that can be used in a search of several volumes together: those whose number means the same, or
 * nothing, in each of them. Where a number means two things BLAST+ 2.12.0 gives one of the algorithms another number
 * and then mixes them up: wrong masks, or a crash.
 */
export function joinMasks(volumes: readonly (readonly MaskAlgorithm[])[]): MaskAlgorithm[] {
  const all = volumes.flat();
  const first = (wanted: MaskAlgorithm): MaskAlgorithm | undefined =>
    all.find((other) => isSameAlgorithm(other, wanted));
  return all
    .filter((mask) => first(mask) === mask)
    .filter((mask) => all.every((other) => (other.id === mask.id) === isSameAlgorithm(other, mask)))
    .sort((one, other) => one.id - other.id);
}

/**
 * Whether BLAST+ 2.12.0 takes two algorithms for one, whatever their numbers: by the name that was given, else by
 * program and options.
 */
export function isSameAlgorithm(one: MaskAlgorithm, other: MaskAlgorithm): boolean {
  return (
    one.isNamed === other.isNamed && one.name === other.name && (one.isNamed || one.options === other.options)
  );
}
