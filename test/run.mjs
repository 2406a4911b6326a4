/**
 * The test runner behind `npm test`: runs tiers in order, prints one table and closes with one line of counts.
 *
 *     npm test                      every tier but the slow one
 *     npm test -- TIER...           some of them
 *     npm test -- unit src/formats  the files of a tier whose path contains a text
 */
import { prepareTools } from './run/prepare-tools.mjs';
import { runJest } from './run/run-jest.mjs';
import { runStatic } from './run/run-static.mjs';
import { summarise } from './run/summarise.mjs';
import { chooseTiers } from './run/tiers.mjs';

const { tiers, pathFilters, error } = chooseTiers(process.argv.slice(2));
if (error) {
  console.error(error);
  process.exit(2);
}

if (tiers.some(({ folders }) => folders !== undefined)) await prepareTools();

const results = [];
for (const tier of tiers) {
  console.log(`\n── ${tier.name} ──`);
  const startedAt = performance.now();
  const tests = tier.folders ? await runJest(tier, pathFilters) : await runStatic();
  results.push({ tier: tier.name, tests, seconds: (performance.now() - startedAt) / 1000 });
}
process.exitCode = summarise(results, { emptyIsFine: tiers.every((tier) => tier.mayBeEmpty) });
