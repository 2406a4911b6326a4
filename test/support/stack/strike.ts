import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDocumentStore } from '../../../src/adapters/stores/open-stores.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import { jobs, type JobRecord } from '../../../src/job/record.ts';
import type { TestStack } from './start-test-stack.ts';

/** Looks at what a stack keeps often enough to see a moment that lasts a few milliseconds. */
export interface Lookout {
  /** Fails after the time with what was waited for. */
  moment(isNow: () => boolean | Promise<boolean>, what: string): Promise<void>;
  /** Straight from the store. */
  row(jobId: string): Promise<JobRecord | undefined>;
  /** Names of the objects below a prefix that ends in `/`, as files; of a run, `*` for whichever is the only one. */
  objects(prefix: string): readonly string[];
  /** Finished chunks of all searches. */
  archives(): number;
  close(): Promise<void>;
}

const patienceMs = 60_000;

export async function openLookout({ stack }: TestStack): Promise<Lookout> {
  const { documentStore, objectStore } = stack.config;
  if (objectStore.kind !== 'filesystem') throw new Error('looks at files');
  const root = join(objectStore.directory, 'objects');
  const documents = await openDocumentStore(documentStore);
  const names = (prefix: string): string[] => {
    try {
      return readdirSync(join(root, prefix), { recursive: true, encoding: 'utf8' });
    } catch {
      return [];
    }
  };
  return {
    async moment(isNow, what) {
      const deadline = Date.now() + patienceMs;
      while (!(await isNow())) {
        if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
    row: async (jobId) => (await documents.get(jobs, jobId))?.document,
    objects: names,
    archives: () => names('chunks').filter((name) => name.endsWith('.asn')).length,
    close: () => documents.close(),
  };
}

/** Fragments of a report that are rendered, and whether its results are published. */
export function reportProgress(
  lookout: Lookout,
  reportJobId: string,
): { fragments: number; isPublished: boolean } {
  const names = lookout.objects(objectKeys.job(reportJobId));
  return {
    fragments: names.filter((name) => /fragments\/\d+$/.test(name)).length,
    isPublished: names.some((name) => name.endsWith('manifest.json')),
  };
}
