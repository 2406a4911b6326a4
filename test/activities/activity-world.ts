import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createReportActivities } from '../../activities/report/create-report-activities.ts';
import { createSearchActivities } from '../../activities/search/create-search-activities.ts';
import { createStoredObjects } from '../../src/usecases/stored-objects.ts';
import type { RunRef } from '../../src/job/contract.ts';
import { canonicalJson, digestOf, jobIdOf, objectKeys } from '../../src/job/keys.ts';
import { jobs, type JobRecord } from '../../src/job/record.ts';
import type { JobRequest } from '../../src/job/request.ts';
import type { ToolRun } from '../../src/job/provenance.ts';
import type { DocumentStore, ObjectStore, Scratch, SearchEngine } from '../../src/ports/index.ts';
import { reportKey, type ReportRequest } from '../../src/report/index.ts';
import type { SearchKey, SearchRequest } from '../../src/search/request.ts';
import { claimRun } from '../../src/usecases/claim-run.ts';
import { createJobWatcher } from '../../src/usecases/job-watcher.ts';
import { inPieces, textOf } from '../src/formats/fasta-text.ts';
import { createFakeClock } from '../support/fakes/fake-clock.ts';
import { createFakeJobLauncher } from '../support/fakes/fake-job-launcher.ts';
import { createMemoryDocumentStore } from '../support/fakes/memory-document-store.ts';
import { createRecordingFigures } from '../support/fakes/recording-figures.ts';
import { createMemoryObjectStore } from '../support/fakes/memory-object-store.ts';

export const toolRun: ToolRun = {
  tool: 'blastp',
  version: '2.12.0',
  argv: ['-db', 'proteins'],
  environment: {},
  wallMs: 5,
};

/** Fifty proteins of a thousand residues: a plan of several chunks. */
export const queryText = Array.from(
  { length: 50 },
  (_, index) => `>q${String(index)}\n${sequence(index)}\n`,
).join('');

function sequence(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 1_000 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 'ACDEFGHIKLMNPQRSTVWY'.charAt(Math.floor((state / 2 ** 32) * 20));
  }).join('');
}

/** BLAST+ as far as the activities see it: an archive holds its query, a rendering has a line per sequence. */
export interface FakeEngine extends SearchEngine {
  searches: number;
  renderings: number;
  /** What happens instead of, or before, a tool's work. */
  onRun: (signal: AbortSignal) => Promise<void>;
  /** What every tool writes to standard error. */
  says: string;
}

export function createFakeEngine(): FakeEngine {
  const engine: FakeEngine = {
    searches: 0,
    renderings: 0,
    onRun: () => Promise.resolve(),
    says: '',
    version: () => Promise.resolve('2.12.0'),
    async searchChunk({ fasta, scratchDirectory, signal }) {
      engine.searches += 1;
      await engine.onRun(signal);
      let text = '';
      for await (const part of fasta) text += Buffer.from(part).toString();
      const path = join(scratchDirectory, 'archive.asn');
      await writeFile(path, text);
      return { path, run: toolRun, stderr: engine.says };
    },
    async formatArchive({ archivePath, scratchDirectory, outfmt, signal }) {
      engine.renderings += 1;
      await engine.onRun(signal);
      signal.throwIfAborted();
      const names = [...(await readFile(archivePath, 'utf8')).matchAll(/^>(\S+)/gm)].map(([, name]) => name);
      const path = join(scratchDirectory, 'rendered');
      await writeFile(
        path,
        [
          ...names.map((name) => rowsOf(String(name))),
          `# BLAST processed ${String(names.length)} queries\n`,
        ].join(''),
      );
      const extraFiles = outfmt === '13' ? names.map((name) => `rendered_${String(name)}.json`) : [];
      for (const name of extraFiles) await writeFile(join(scratchDirectory, name), `file ${name}\n`);
      return { path, extraFiles, run: { ...toolRun, tool: 'blast_formatter' }, stderr: engine.says };
    },
  };
  return engine;
}

/** One query of outfmt 7, as which tables are rendered. */
function rowsOf(name: string): string {
  const fields = 'query acc.ver, subject acc.ver, % identity';
  const head = [
    'BLASTP 2.12.0+',
    `Query: ${name}`,
    'Database: proteins',
    `Fields: ${fields}`,
    '1 hits found',
  ];
  return `${head.map((line) => `# ${line}\n`).join('')}${name}\thit\t99\n`;
}

/** What the whole report of the query says, when every sequence has one row. */
export const wholeReport = Array.from({ length: 50 }, (_, index) => `q${String(index)}\thit\t99\n`).join('');

export const scratch: Scratch = {
  async withFolder(work) {
    const directory = await mkdtemp(join(tmpdir(), 'durablast-activity-'));
    try {
      return await work(directory);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};

export const searchRun = (jobId: string, runId = 'run-1'): RunRef => ({
  jobId,
  runId,
  requestKey: objectKeys.request(jobId),
});

/** Stores, tools and time of one test, with a search and a report of it that have been claimed. */
export async function createActivityWorld(outfmt = '6 qaccver saccver pident') {
  const documents = createMemoryDocumentStore();
  const objects = createMemoryObjectStore();
  const launcher = createFakeJobLauncher();
  // Every run is open as long as no test says otherwise.
  launcher.describe = (_job, runId = 'run-1') =>
    Promise.resolve({ runId, startedAt: clock.now().toISOString(), status: 'running' });
  const clock = createFakeClock();
  const figures = createRecordingFigures();
  const engine = createFakeEngine();
  const queryKey = objectKeys.query(digestOf(queryText));
  await objects.put(queryKey, queryText, { mediaType: 'text/x-fasta' });

  const search = searchRequest(queryKey);
  const searchRef = searchRun(jobIdOf(search.key));
  const report = reportRequest(searchRef.jobId, search, outfmt);
  const reportRef = searchRun(jobIdOf(report.key));
  const claim = async (ref: RunRef, request: JobRequest): Promise<void> => {
    await objects.put(ref.requestKey, canonicalJson(request), {
      mediaType: 'application/json',
      ifAbsent: true,
    });
    await claimRun({ documents, objects, clock }, ref.jobId, {
      runId: ref.runId,
      startedAt: clock.now().toISOString(),
    });
  };
  await claim(searchRef, search);
  await claim(reportRef, report);

  /** The activities of a worker that sees the stores through these. */
  const worker = (
    stores: { documents?: DocumentStore; objects?: ObjectStore } = {},
    { toolSlots = 2 }: { toolSlots?: number } = {},
  ) => {
    const seen = { documents, objects, ...stores };
    const deps = {
      ...seen,
      launcher,
      engine,
      clock,
      scratch,
      stored: createStoredObjects(seen.objects),
      watcher: createJobWatcher({ documents: seen.documents, clock }),
      figures,
      toolSlots,
    };
    return { deps, ...createSearchActivities(deps), ...createReportActivities(deps) };
  };
  return {
    documents,
    objects,
    launcher,
    clock,
    engine,
    figures,
    search,
    searchRef,
    report,
    reportRef,
    worker,
    claim,
    /** Of a stored object; of one that is not there, nothing. */
    text: async (key: string): Promise<string> => textOf((await objects.get(key))?.body ?? inPieces('')),
    row: async (ref: RunRef): Promise<JobRecord> => {
      const stored = await documents.get(jobs, ref.jobId);
      if (!stored) throw new Error('there is no row');
      return stored.document;
    },
    setRow: async (ref: RunRef, change: Partial<JobRecord>): Promise<void> => {
      const stored = await documents.get(jobs, ref.jobId);
      if (stored) await documents.replaceIfRevision(jobs, stored.revision, { ...stored.document, ...change });
    },
    /** Searches and publishes the whole query. */
    async finishSearch(): Promise<{ readonly chunkCount: number; readonly pageCount: number }> {
      const { planSearch, searchChunk, publishSearch } = worker();
      const plan = await inActivity(() => planSearch(searchRef));
      for (let index = 0; index < plan.chunkCount; index += 1)
        await inActivity(() => searchChunk(searchRef, 0, index));
      await inActivity(() => publishSearch(searchRef, plan));
      return plan;
    },
  };
}
export type ActivityWorld = Awaited<ReturnType<typeof createActivityWorld>>;

/** Runs a step as the worker would, in an environment that a test may cancel. */
export function inActivity<T>(step: () => Promise<T>, environment = quietEnvironment()): Promise<T> {
  return environment.run<[], T, () => Promise<T>>(step);
}

/** An environment that does not print the failures that a test makes. */
export function quietEnvironment(attempt = 1): MockActivityEnvironment {
  return new MockActivityEnvironment({ attempt }, { logger: new DefaultLogger('ERROR', () => undefined) });
}

function searchRequest(objectKey: string): SearchRequest {
  const key: SearchKey = {
    schemaVersion: 1,
    kind: 'search',
    program: 'blastp',
    task: 'blastp',
    options: {},
    databases: [{ name: 'proteins', fingerprint: 'f'.repeat(64) }],
    queryDigest: digestOf(queryText),
    engine: 'local',
    blastVersion: '2.12.0',
  };
  return {
    schemaVersion: 1,
    kind: 'search',
    key,
    query: {
      objectKey,
      digest: digestOf(queryText),
      sizeBytes: queryText.length,
      sequenceCount: 50,
      residueCount: 50_000,
      longestResidues: 1_000,
    },
    summary: {
      title: 'blastp',
      program: 'blastp',
      databases: ['proteins'],
      queryCount: 50,
      residueCount: 50_000,
    },
  };
}

function reportRequest(searchJobId: string, { key, summary }: SearchRequest, outfmt: string): ReportRequest {
  return {
    schemaVersion: 1,
    kind: 'report',
    key: reportKey({ jobId: searchJobId, program: key.program, options: key.options }, outfmt),
    searchJobId,
    program: key.program,
    databases: key.databases,
    summary: { ...summary, searchJobId, outfmt },
  };
}
