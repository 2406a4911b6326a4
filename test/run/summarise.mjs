import { optionalTests } from './optional-tests.mjs';

/**
 * Prints skipped and failed tests by name, a table of the tiers and the closing line, and returns the exit code.
 * @param results one `{ tier, tests, seconds }` a tier
 */
export function summarise(results, { emptyIsFine, strict = process.env.CI === 'true', print = console.log }) {
  const judged = results.map((result) => ({
    ...result,
    tests: result.tests.map((test) => judge(test, strict)),
  }));
  const tests = judged.flatMap((result) => result.tests);
  printNames(tests, print);
  printTable(judged, print);
  const { passed, failed, skipped } = count(tests);
  const empty = tests.length === 0 && !emptyIsFine;
  if (empty) print('\nNothing was tested: the selection holds no tests.');
  print(`\n${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`);
  return failed > 0 || empty ? 1 : 0;
}

/** A skipped test says why in its title: "… (skipped: no mongod on PATH)". */
function judge(test, strict) {
  if (test.status !== 'skipped') return test;
  const optional = optionalTests.find(({ name }) => test.name.includes(name));
  const reason = optional?.reason ?? /\(skipped: ([^)]*)\)/.exec(test.name)?.[1] ?? 'no reason given';
  return { ...test, reason, status: strict && optional === undefined ? 'failed' : 'skipped' };
}

function printNames(tests, print) {
  for (const { name, reason } of tests.filter(({ status }) => status === 'skipped')) {
    print(`\nSKIPPED  ${name}\n         reason: ${reason}`);
  }
  for (const { name, reason } of tests.filter(({ status }) => status === 'failed')) {
    print(
      `\nFAILED   ${name}${reason === undefined ? '' : `\n         skipped, which CI does not allow: ${reason}`}`,
    );
  }
}

function printTable(results, print) {
  const rows = results.map(({ tier, tests, seconds }) => ({
    tier,
    ...count(tests),
    seconds: seconds.toFixed(1),
  }));
  const columns = ['tier', 'passed', 'failed', 'skipped', 'seconds'];
  print('');
  for (const row of [Object.fromEntries(columns.map((column) => [column, column])), ...rows]) {
    print(
      columns
        .map((column, i) => (i === 0 ? row[column].padEnd(9) : String(row[column]).padStart(9)))
        .join(''),
    );
  }
}

function count(tests) {
  const number = (status) => tests.filter((test) => test.status === status).length;
  return { passed: number('passed'), failed: number('failed'), skipped: number('skipped') };
}
