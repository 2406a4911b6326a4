import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteDocumentStore } from '../../src/adapters/sqlite/sqlite-document-store.ts';
import type { DocumentStore } from '../../src/ports/document-store.ts';
import { startScript, type ScriptProcess } from '../support/script-process.ts';
import { existing, newThings } from './things.ts';

describe('sqlite, shared by processes', () => {
  let folder: string;
  let file: string;
  let store: DocumentStore;
  const scripts: ScriptProcess[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
    file = join(folder, 'documents.db');
    store = createSqliteDocumentStore({ file });
  });
  afterEach(async () => {
    await Promise.all(scripts.splice(0).map((script) => script.kill9()));
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const start = (name: string, ...args: string[]) => {
    const script = startScript(new URL(`./processes/${name}.ts`, import.meta.url), file, ...args);
    scripts.push(script);
    return script;
  };

  it('lets six processes create one file at once and loses none of their 6 × 300 increments', async () => {
    const things = newThings();
    const writers = Array.from({ length: 6 }, () => start('increment-counter', things.name, '300'));
    await Promise.all(writers.map((writer) => writer.ended()));
    expect((await existing(store, things, 'counter')).document.rank).toBe(1800);
  });

  it('has every acknowledged document after three kills -9 of writers, and goes on', async () => {
    const things = newThings();
    const acknowledged: string[] = [];
    for (let round = 1; round <= 3; round += 1) {
      const writers = [start('write-documents', things.name), start('write-documents', things.name)];
      await Promise.all(writers.map((writer) => writer.printed(100 * round)));
      for (const writer of writers) acknowledged.push(...(await writer.kill9()));
    }
    expect(acknowledged.length).toBeGreaterThan(1000);
    const found = await store.getMany(things, acknowledged);
    expect(found).toHaveLength(acknowledged.length);
    expect(await store.count(things, { kind: 'written' })).toBeGreaterThanOrEqual(acknowledged.length);
  });
});
