import { jobs, type JobRecord } from '../../../src/job/record.ts';
import { expireJob } from '../../../src/usecases/expire-job.ts';
import type { Platform } from '../../../src/usecases/platform.ts';
import { proteins } from '../../support/api/fake-platform.ts';
import { completeJob } from '../../support/api/move-job.ts';
import type { FaultLine } from '../../support/fakes/fault-at.ts';
import { blastConfig, jobConfig, setUpQueries } from '../../api/query-service/query-world.ts';

export const turn = { priority: 2, fairnessKey: 'alice' };
export const several = 20;

/** What is at the site now, and with what it is searched. */
export interface Site {
  build: number;
  fingerprint: string;
  blastVersion: string;
  isGone: boolean;
  moleculeType: 'protein' | 'nucleotide';
  taxonomy: 'present' | 'absent';
}

export type RestartWorld = ReturnType<typeof createRestartWorld>;

/** Queries at a site whose databases are built anew when a test says so. */
export function createRestartWorld() {
  const site: Site = {
    build: 68,
    fingerprint: 'f'.repeat(64),
    blastVersion: '2.12.0',
    isGone: false,
    moleculeType: 'protein',
    taxonomy: 'present',
  };
  const databaseNow = (name: string) => {
    const { fingerprint, moleculeType, taxonomy } = site;
    return { ...proteins, name, fingerprint, moleculeType, taxonomy };
  };
  const platform = setUpQueries({
    sites: {
      targets: () => Promise.resolve([]),
      find: ({ site: name, target, file }) => {
        const found = databaseNow(`${name}/build-${site.build}/${target}/blast/${file}`);
        return Promise.resolve(site.isGone ? undefined : found);
      },
    },
    catalogue: {
      list: () => Promise.resolve([]),
      get: (name) => Promise.resolve(databaseNow(name)),
      taxonNames: () => Promise.resolve('a'.repeat(64)),
      findTaxids: () => Promise.resolve([]),
    },
    engine: {
      version: () => Promise.resolve(site.blastVersion),
      searchChunk: () => Promise.reject(new Error('no tools')),
      formatArchive: () => Promise.reject(new Error('no tools')),
    },
  });
  const row = async (id: string): Promise<JobRecord | undefined> =>
    (await platform.documents.get(jobs, id))?.document;
  return {
    ...platform,
    site,
    row,
    /** The id of the query, asked now. */
    ask: (query: string, more: object = {}) =>
      platform.create({ jobConfig: { ...jobConfig, query }, blastConfig: { ...blastConfig, ...more } }),
    /** The open run of a job goes to its end, and Temporal still knows it afterwards. */
    async finish(id: string) {
      await completeJob(platform, id);
      platform.clock.advance(1_000);
    },
    async expire(id: string) {
      if ((await row(id))?.state !== 'completed') await this.finish(id);
      await expireJob(platform.deps, id);
    },
    runsOf: (id: string) => platform.launcher.started.filter(({ jobId }) => jobId === id).length,
    /** The ports as a process has them whose calls go over that line. */
    dying(line: FaultLine): Pick<Platform, 'documents' | 'objects' | 'launcher'> {
      return {
        documents: line.wrap(platform.documents, 'STORE_UNAVAILABLE'),
        objects: line.wrap(platform.objects, 'STORE_UNAVAILABLE'),
        launcher: line.wrap(platform.launcher, 'TEMPORAL_UNAVAILABLE'),
      };
    },
  };
}

/** Twenty callers at once. @returns the ids that they were told, each once */
export async function atOnce(restart: () => Promise<{ readonly record: JobRecord }>): Promise<Set<string>> {
  const answers = await Promise.all(Array.from({ length: several }, restart));
  return new Set(answers.map(({ record }) => record.id));
}
