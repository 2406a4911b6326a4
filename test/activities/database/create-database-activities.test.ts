import { readFile } from 'node:fs/promises';
import { createDatabaseActivities } from '../../../activities/database/create-database-activities.ts';
import { createStoredObjects } from '../../../src/usecases/stored-objects.ts';
import type { Database } from '../../../src/database/database.ts';
import type { DatabaseRequest } from '../../../src/database/request.ts';
import { PlatformError } from '../../../src/errors/index.ts';
import { jobIdOf, objectKeys } from '../../../src/job/keys.ts';
import type { Manifest } from '../../../src/job/manifest.ts';
import type { DatabaseBuild } from '../../../src/ports/database-builder.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import {
  createActivityWorld,
  inActivity,
  scratch,
  searchRun,
  toolRun,
  type ActivityWorld,
} from '../activity-world.ts';

let world: ActivityWorld;
let installed: Pick<Database, 'name' | 'fingerprint'> | undefined;
let builds: (DatabaseBuild & { readonly fasta: string })[];

const request: DatabaseRequest = {
  schemaVersion: 1,
  kind: 'database',
  key: {
    schemaVersion: 1,
    kind: 'database',
    name: 'mine',
    title: 'My proteins',
    moleculeType: 'protein',
    fastaDigest: 'b'.repeat(64),
    blastVersion: '2.12.0',
  },
  fastaKey: objectKeys.query('b'.repeat(64)),
  summary: { title: 'build', program: 'makeblastdb', databases: ['mine'], queryCount: 1, residueCount: 4 },
};
const run = searchRun(jobIdOf(request.key));

beforeEach(async () => {
  world = await createActivityWorld();
  builds = [];
  installed = { name: 'mine', fingerprint: 'd'.repeat(64) };
  await world.objects.put(request.fastaKey, '>a\nMKVL\n');
  await world.claim(run, request);
});

function build(): Promise<void> {
  const { buildDatabase } = createDatabaseActivities({
    documents: world.documents,
    objects: world.objects,
    clock: world.clock,
    scratch,
    stored: createStoredObjects(world.objects),
    catalogue: {
      list: () => Promise.resolve([]),
      get: () => Promise.resolve(installed as Database | undefined),
      findTaxids: () => Promise.resolve([]),
      taxonNames: () => Promise.resolve(undefined),
    },
    builder: {
      async build(asked) {
        builds.push({ ...asked, fasta: await readFile(asked.fastaPath, 'utf8') });
        return { ...toolRun, tool: 'makeblastdb' };
      },
    },
  });
  return inActivity(() => buildDatabase(run));
}

it('builds from the stored sequences and publishes what was installed', async () => {
  await build();
  expect(builds).toMatchObject([
    { name: 'mine', title: 'My proteins', moleculeType: 'protein', fasta: '>a\nMKVL\n', replace: true },
  ]);
  expect(await readJson<Manifest>(world.objects, objectKeys.manifest(run.jobId, run.runId))).toMatchObject({
    kind: 'database',
    artifacts: [],
    provenance: {
      databases: [{ name: 'mine', fingerprint: 'd'.repeat(64) }],
      tools: [{ tool: 'makeblastdb' }],
    },
  });
  expect(await world.row(run)).toMatchObject({ state: 'completed', stagesDone: ['building'] });
});

it('may be repeated', async () => {
  await build();
  await build();
  expect(await world.row(run)).toMatchObject({ state: 'completed' });
});

it('does not publish a database that cannot be read', async () => {
  installed = undefined;
  await expect(build()).rejects.toMatchObject({ code: 'TOOL_OUTPUT_MISSING' });
  expect(await world.row(run)).toMatchObject({ state: 'running' });
});

it('says so when the sequences are gone', async () => {
  await world.objects.delete([request.fastaKey]);
  await expect(build()).rejects.toBeInstanceOf(PlatformError);
  expect(builds).toEqual([]);
});
