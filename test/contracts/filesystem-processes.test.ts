import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFilesystemObjectStore } from '../../src/adapters/filesystem/filesystem-object-store.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { startScript, type ScriptProcess } from '../support/script-process.ts';

describe('filesystem, under killed processes', () => {
  let directory: string;
  let store: ObjectStore;
  const scripts: ScriptProcess[] = [];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'objects-'));
    store = createFilesystemObjectStore({ directory });
  });
  afterEach(async () => {
    await Promise.all(scripts.splice(0).map((script) => script.kill9()));
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });
  const start = (name: string, ...args: string[]) => {
    const script = startScript(new URL(`./processes/${name}.ts`, import.meta.url), directory, ...args);
    scripts.push(script);
    return script;
  };

  it('shows nothing of an object whose writer was killed in the middle, and lets another write it', async () => {
    const writer = start('put-half', 'torn/object');
    await writer.printed(1);
    await writer.kill9();
    expect(await store.head('torn/object')).toBeUndefined();
    expect((await store.list('')).objects).toEqual([]);
    expect(await store.put('torn/object', 'whole', { ifAbsent: true })).toMatchObject({ created: true });
  });

  it('has every acknowledged object, whole, after three kills -9 of writers', async () => {
    const acknowledged: string[] = [];
    for (let round = 1; round <= 3; round += 1) {
      const writers = [start('write-objects'), start('write-objects')];
      await Promise.all(writers.map((writer) => writer.printed(40 * round)));
      for (const writer of writers) acknowledged.push(...(await writer.kill9()));
    }
    for (const key of acknowledged) {
      const object = await store.get(key);
      expect(object?.mediaType).toBe('text/x-key');
      const chunks: Uint8Array[] = [];
      for await (const chunk of object?.body ?? []) chunks.push(chunk);
      expect(Buffer.concat(chunks).toString()).toBe(key.repeat(50));
    }
  });

  it('sweeps what killed writers of this machine left when it is opened, and nothing of one that is alive', async () => {
    const [dead, alive] = [start('put-half', 'dead'), start('put-half', 'alive')];
    await Promise.all([dead.printed(1), alive.printed(1)]);
    await dead.kill9();
    const partial = join(directory, 'partial');
    expect(await readdir(partial)).toHaveLength(2);
    await store.put('first', 'x');
    expect(await readdir(partial)).toHaveLength(1);
    await alive.kill9();
    await createFilesystemObjectStore({ directory }).put('second', 'x');
    expect(await readdir(partial)).toEqual([]);
  });

  it('sweeps what somebody of another machine left a day ago when it is opened, and nothing younger', async () => {
    const partial = join(directory, 'partial');
    await mkdir(partial, { recursive: true });
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    for (const name of ['old', 'young']) await writeFile(join(partial, name), 'half');
    await utimes(join(partial, 'old'), yesterday, yesterday);
    await store.put('first', 'x');
    expect(await readdir(partial)).toEqual(['young']);
  });

  it('keeps one plain file an object, and no folder without one', async () => {
    await store.put('a/b/c.json', '{}', { mediaType: 'application/json' });
    await store.put('a/b/odd', '{}', { mediaType: 'text/x-odd' });
    const files = async () => (await readdir(directory, { recursive: true })).sort();
    expect(await files()).toEqual(
      [
        ...['media-types', 'media-types/a', 'media-types/a/b', 'media-types/a/b/odd'],
        ...['objects', 'objects/a', 'objects/a/b', 'objects/a/b/c.json', 'objects/a/b/odd', 'partial'],
      ].sort(),
    );
    await store.delete(['a/b/c.json', 'a/b/odd']);
    expect(await files()).toEqual(['media-types', 'objects', 'partial']);
  });
});
