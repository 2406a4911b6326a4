/** The folders of `src` that are nouns of the domain: pure, and allowed inside workflows. */
export const nouns = [
  'search',
  'report',
  'track',
  'database',
  'job',
  'account',
  'multiblast',
  'formats',
  'errors',
  'ports',
];
