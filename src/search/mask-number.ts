import type { Database } from '../database/database.ts';
import { isSameAlgorithm, type MaskAlgorithm } from '../database/mask-algorithm.ts';
import { PlatformError } from '../errors/index.ts';

/**
 * The number of a masking algorithm that a search may use, by number or name. Several databases must have it alike:
 * BLAST+ 2.12.0 fails where one lacks it, and where a number means different algorithms it masks by the wrong one.
 * An unknown name it passes over with a warning, and searches without masks.
 * @throws PlatformError `UNSUITABLE_DATABASE` with what there is instead
 */
export function maskNumber(request: {
  readonly option: string;
  readonly wanted: string;
  readonly databases: readonly Pick<Database, 'name' | 'masks'>[];
}): number {
  const { option, wanted, databases } = request;
  const refuse = (message: string): never => {
    throw new PlatformError('UNSUITABLE_DATABASE', `Option "${option}": ${message}`, {
      location: { field: option },
    });
  };
  const chosen = databases.map(({ name, masks }) => {
    const [first, second] = findMasks(masks, wanted);
    if (first === undefined) return refuse(nothingCalled(wanted, name, masks));
    if (second === undefined) return first;
    return refuse(`the database ${name} has several called "${wanted}": give a number, ${listed(masks)}.`);
  });
  const [first] = chosen;
  if (first === undefined) return refuse('there is no database.');
  if (chosen.every((mask) => mask.id === first.id && isSameAlgorithm(mask, first))) return first.id;
  const names = databases.map(({ name }) => name).join(' and ');
  return refuse(`the databases ${names} mean different algorithms by "${wanted}"; search them one by one.`);
}

/** A number is never a name, as for BLAST+. */
function findMasks(masks: readonly MaskAlgorithm[], wanted: string): readonly MaskAlgorithm[] {
  if (/^\d+$/.test(wanted)) return masks.filter(({ id }) => id === Number(wanted));
  return masks.filter(({ name }) => name === wanted);
}

function nothingCalled(wanted: string, database: string, masks: readonly MaskAlgorithm[]): string {
  if (masks.length === 0) return `the database ${database} carries no masks that can be used. Leave it out.`;
  return `the database ${database} has no masking algorithm "${wanted}". It has ${listed(masks)}.`;
}

function listed(masks: readonly MaskAlgorithm[]): string {
  return masks.map(({ id, name }) => `${String(id)} (${name})`).join(', ');
}
