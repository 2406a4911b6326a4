/** Every tier, in the order they run: what is fastest to fail comes first. */
export const allTiers = [
  { name: 'static' },
  {
    name: 'unit',
    folders: ['src', 'api', 'activities', 'workflows', 'support', 'clients', 'deploy'],
    workers: 2,
    limitMinutes: 5,
  },
  { name: 'replay', folders: ['replay'], workers: 2, limitMinutes: 3 },
  { name: 'contract', folders: ['contracts'], workers: 2, limitMinutes: 6 },
  { name: 'oracle', folders: ['oracle'], workers: 2, limitMinutes: 8 },
  // One after the other: each stack brings its own servers and tools, and kills some of them.
  { name: 'stack', folders: ['stack'], workers: 1, limitMinutes: 10 },
  { name: 'slow', folders: ['slow'], workers: 1, limitMinutes: 30, onlyWhenAsked: true, mayBeEmpty: true },
];

/** @param words tier names, and texts that paths must contain (with a `/` or a dot, so that no typo passes for one) */
export function chooseTiers(words) {
  const names = allTiers.map(({ name }) => name);
  const isPath = (word) => /[./]/.test(word);
  const unknown = words.find((word) => !names.includes(word) && !isPath(word));
  if (unknown !== undefined) {
    return { error: `There is no tier "${unknown}". The tiers are: ${names.join(', ')}.` };
  }
  const asked = words.filter((word) => names.includes(word));
  const tiers = allTiers.filter(({ name, onlyWhenAsked }) =>
    asked.length > 0 ? asked.includes(name) : onlyWhenAsked !== true,
  );
  return { tiers, pathFilters: words.filter(isPath) };
}
