import type { Environment } from './read-settings.ts';

const prefix = 'DURABLAST_';

/**
 * Finds variables that look like misspelt settings, one sentence each. Other unknown `DURABLAST_…` variables are let
 * pass: Kubernetes gives a pod such names for each service, and test runners use their own.
 */
export function suggestSettings(environment: Environment, known: readonly string[]): string[] {
  const sentences: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    // Kubernetes: a service called durablast sets DURABLAST_PORT=tcp://… in every pod beside it.
    if (!name.startsWith(prefix) || known.includes(name) || value?.startsWith('tcp://')) continue;
    const meant = known.find((candidate) => isMisspelling(bare(name), bare(candidate)));
    if (meant !== undefined) sentences.push(`${name} is not a setting; ${meant} is probably meant.`);
  }
  return sentences;
}

function bare(name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** At most two letters are added, missing or different. */
function isMisspelling(name: string, candidate: string): boolean {
  return Math.abs(name.length - candidate.length) <= 2 && editDistance(name, candidate) <= 2;
}

/** Levenshtein distance, row by row. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      const insertion = (current[column - 1] ?? 0) + 1;
      const deletion = (previous[column] ?? 0) + 1;
      current.push(Math.min(substitution, insertion, deletion));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
