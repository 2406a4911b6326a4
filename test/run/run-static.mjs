import { composeChecks } from '../static/compose-checks.mjs';
import { documentChecks } from '../static/document-checks.mjs';
import { plantedImportFaults } from '../static/planted-import-faults.mjs';
import { plantedLintFaults } from '../static/planted-lint-faults.mjs';
import { runnerChecks } from '../static/runner-checks.mjs';
import { toolChecks } from '../static/tool-checks.mjs';

/** Each task yields checks `{ name, problem? }`. The long ones come first, so that two lanes end together. */
const tasks = [
  ...toolChecks,
  plantedLintFaults,
  plantedImportFaults,
  composeChecks,
  documentChecks,
  runnerChecks,
];
const lanes = 2;

/** Runs every static check and returns `{ name, status }` for each; what is wrong is printed as it is found. */
export async function runStatic() {
  const waiting = [...tasks];
  const results = [];
  const lane = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const checks = await runTask(task);
      report(checks);
      results.push(...checks);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results.map(({ name, problem }) => ({ name, status: problem === undefined ? 'passed' : 'failed' }));
}

async function runTask(task) {
  try {
    return await task();
  } catch (error) {
    return [{ name: `${task.name} runs`, problem: error instanceof Error ? error.stack : String(error) }];
  }
}

function report(checks) {
  const wrong = checks.filter(({ problem }) => problem !== undefined);
  for (const { name, problem } of wrong) console.log(`✘ ${name}\n${indent(problem)}`);
  if (wrong.length > 0) return;
  console.log(
    checks.length === 1 ? `✔ ${checks[0].name}` : `✔ ${String(checks.length)} checks: ${checks[0].name}, …`,
  );
}

const indent = (text) => text.trimEnd().replace(/^/gm, '    ');
