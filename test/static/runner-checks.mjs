import { summarise } from '../run/summarise.mjs';
import { chooseTiers } from '../run/tiers.mjs';

const passed = { name: 'a', status: 'passed' };
const failed = { name: 'b', status: 'failed' };
const skipped = { name: 'c (skipped: no mongod on PATH)', status: 'skipped' };

/** The runner itself: what it selects, what it counts, and when it fails. */
export function runnerChecks() {
  const defaults = 'static unit replay contract oracle stack';
  return [
    equal('without words, every tier but the slow one runs in order', selected([]), defaults),
    equal('tiers run in their own order', selected(['stack', 'unit']), 'unit stack'),
    equal('a path narrows the tiers', chooseTiers(['unit', 'src/job']).pathFilters?.join(), 'src/job'),
    equal('a word that is no tier is refused', chooseTiers(['unti']).error?.includes('"unti"'), true),
    summary('passing tests end with exit code 0', [passed], {}, '1 passed, 0 failed, 0 skipped', 0),
    summary('a failing test ends with exit code 1', [passed, failed], {}, '1 passed, 1 failed, 0 skipped', 1),
    summary('a skipped test is counted apart', [passed, skipped], {}, '1 passed, 0 failed, 1 skipped', 0),
    summary(
      'in CI a skipped test fails',
      [passed, skipped],
      { strict: true },
      '1 passed, 1 failed, 0 skipped',
      1,
    ),
    summary('a run of nothing fails', [], {}, '0 passed, 0 failed, 0 skipped', 1),
    summary('a tier that may be empty passes', [], { emptyIsFine: true }, '0 passed, 0 failed, 0 skipped', 0),
    skippedIsNamed(),
  ];
}

const selected = (words) =>
  chooseTiers(words)
    .tiers?.map(({ name }) => name)
    .join(' ');

function equal(name, actual, wanted) {
  return { name, problem: actual === wanted ? undefined : `${String(actual)} instead of ${String(wanted)}` };
}

function summary(name, tests, options, lastLine, exitCode) {
  const { code, lines } = printed(tests, options);
  return equal(name, `${lines.at(-1).trim()} → ${String(code)}`, `${lastLine} → ${String(exitCode)}`);
}

function skippedIsNamed() {
  const text = printed([skipped], {}).lines.join('\n');
  return equal(
    'a skipped test is named with its reason',
    /SKIPPED {2}c.*\n.*no mongod on PATH/.test(text),
    true,
  );
}

function printed(tests, options) {
  const lines = [];
  const results = [{ tier: 'unit', tests, seconds: 1 }];
  const code = summarise(results, { strict: false, ...options, print: (line) => lines.push(line) });
  return { code, lines };
}
