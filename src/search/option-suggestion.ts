/** The candidate nearest to a misspelt name, when one is near: at most two edits, or a third of the name. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.replace(/^-+/, '').replaceAll('-', '_').toLowerCase().slice(0, 40);
  const ranked = candidates
    .map((candidate) => ({
      candidate,
      edits: editDistance(wanted, candidate.replaceAll('-', '_').toLowerCase()),
    }))
    .sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best !== undefined && best.edits <= Math.max(2, Math.floor(wanted.length / 3))
    ? best.candidate
    : undefined;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
