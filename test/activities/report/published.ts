import { objectKeys } from '../../../src/job/keys.ts';
import type { Manifest } from '../../../src/job/manifest.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import { toolRun, wholeReport, type ActivityWorld } from '../activity-world.ts';

/** Keys under the report's run. */
export async function storedKeys({ objects, reportRef }: ActivityWorld): Promise<string[]> {
  const page = await objects.list(objectKeys.run(reportRef.jobId, 'run-1'));
  return page.objects.map(({ key }) => key);
}

/** The table is whole, its row and its manifest say so, and which tool made it. */
export async function expectPublished(world: ActivityWorld): Promise<void> {
  const { reportRef } = world;
  expect(await world.row(reportRef)).toMatchObject({
    state: 'completed',
    phase: null,
    publishedRunId: 'run-1',
    stagesDone: ['waiting', 'formatting', 'merging'],
  });
  const manifest = await readJson<Manifest>(world.objects, objectKeys.manifest(reportRef.jobId, 'run-1'));
  const [artifact] = manifest.artifacts;
  expect(manifest.artifacts).toHaveLength(1);
  expect(artifact).toMatchObject({ name: 'report.tsv', sizeBytes: wholeReport.length });
  expect(await world.text(artifact?.key ?? '')).toBe(wholeReport);
  expect(manifest.provenance.tools).toEqual([{ ...toolRun, tool: 'blast_formatter' }]);
}
