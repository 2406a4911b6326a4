import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { submissions, type Submission } from '../../../src/account/submission.ts';
import { runningMembers, groupsWorkingIn } from '../../../src/adapters/process/process-group.ts';
import { openDocumentStore, openObjectStore } from '../../../src/adapters/stores/open-stores.ts';
import type { Config } from '../../../src/config/index.ts';
import { isTerminal, jobs, type JobRecord } from '../../../src/job/record.ts';
import type { Collection, Document, DocumentStore } from '../../../src/ports/document-store.ts';
import type { ObjectStore } from '../../../src/ports/object-store.ts';

/** All that an embedded stack keeps outside Temporal, read behind the back of its processes. */
export interface EndState {
  readonly jobs: readonly JobRecord[];
  readonly submissions: readonly Submission[];
  readonly objects: ReadonlyMap<string, StoredBytes>;
  /** Files that a writer had not published. */
  readonly partialFiles: readonly string[];
  /** Folders of tasks; the API's spool is none. */
  readonly scratchFolders: readonly string[];
  /** Processes that work in a folder of a task. */
  readonly toolProcesses: readonly number[];
}

export interface StoredBytes {
  readonly sizeBytes: number;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
  /** Parsed, of objects whose name ends in `.json`. */
  readonly json?: unknown;
}

async function readEndState(config: Config): Promise<EndState> {
  const documents = await openDocumentStore(config.documentStore);
  const objects = await openObjectStore(config.objectStore);
  try {
    return {
      jobs: await everyDocument(documents, jobs),
      submissions: await everyDocument(documents, submissions),
      objects: await everyObject(objects),
      partialFiles:
        config.objectStore.kind === 'filesystem'
          ? await namesThatStayIn(`${config.objectStore.directory}/partial`)
          : [],
      scratchFolders: await scratchFolders(config),
      toolProcesses: groupsWorkingIn(config.scratchDirectory).flatMap(runningMembers),
    };
  } finally {
    await documents.close();
    await objects.close();
  }
}

/** The end state, read once nothing is under way any more, or after 30 s: then it tells what was. */
export async function readStateAtRest(config: Config): Promise<EndState> {
  const documents = await openDocumentStore(config.documentStore);
  try {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const rows = await everyDocument(documents, jobs);
      const isAtRest =
        rows.every(({ state }) => isTerminal(state)) && (await scratchFolders(config)).length === 0;
      if (isAtRest || Date.now() > deadline) return await readEndState(config);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await documents.close();
  }
}

async function scratchFolders({ scratchDirectory }: Config): Promise<string[]> {
  return (await namesIn(scratchDirectory)).filter((name) => name.startsWith('task-'));
}

async function everyDocument<T extends Document>(
  store: DocumentStore,
  collection: Collection<T>,
): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.find(collection, cursor === undefined ? {} : { cursor });
    found.push(...page.items.map(({ document }) => document));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

async function everyObject(store: ObjectStore): Promise<Map<string, StoredBytes>> {
  const found = new Map<string, StoredBytes>();
  let cursor: string | undefined;
  do {
    const page = await store.list('', cursor === undefined ? {} : { cursor });
    for (const { key } of page.objects) found.set(key, await readObject(store, key));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

async function readObject(store: ObjectStore, key: string): Promise<StoredBytes> {
  const parts: Uint8Array[] = [];
  for await (const part of (await store.get(key))?.body ?? []) parts.push(part);
  const bytes = Buffer.concat(parts);
  return {
    sizeBytes: bytes.length,
    digest: createHash('sha256').update(bytes).digest('hex'),
    ...(key.endsWith('.json') && { json: JSON.parse(bytes.toString()) as unknown }),
  };
}

/**
 * A health check writes an empty file for a moment, a step that was cancelled ends the one it was writing, and what a
 * killed process wrote goes when the next one starts.
 */
async function namesThatStayIn(folder: string): Promise<string[]> {
  const deadline = Date.now() + 15_000;
  let names = await namesIn(folder);
  while (names.length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = await namesIn(folder);
    names = names.filter((name) => now.includes(name));
  }
  return names;
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
