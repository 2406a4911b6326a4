import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { jobs } from '../../../../src/job/record.ts';
import { openDocumentStore, openObjectStore } from '../../../../src/adapters/stores/open-stores.ts';
import { freePorts } from '../../../support/servers/free-ports.ts';
import { useTemporaryFolders } from '../process/temporary-folder.ts';

const temporaryFolder = useTemporaryFolders();
const hidden = (value: string) => ({ reveal: () => value });

it('opens SQLite in the file that was chosen', async () => {
  const file = join(await temporaryFolder(), 'jobs.db');
  const store = await openDocumentStore({ kind: 'sqlite', file });
  expect(await store.count(jobs, {})).toBe(0);
  await store.close();
  await access(file);
});

it('opens a folder as an object store', async () => {
  const directory = await temporaryFolder();
  const store = await openObjectStore({ kind: 'filesystem', directory });
  await store.put('a/b', 'text');
  expect(await store.head('a/b')).toMatchObject({ sizeBytes: 4 });
  await store.close();
});

/** Nobody listens there: what is asked of the store fails, and names no secret. */
it('asks the MongoDB that was chosen', async () => {
  const [port] = await freePorts(1);
  const uri = `mongodb://user:hunter2@127.0.0.1:${String(port)}/?serverSelectionTimeoutMS=100`;
  const store = await openDocumentStore({ kind: 'mongo', uri: hidden(uri), database: 'durablast' });
  const failure: unknown = await store.ping().catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(String(failure)).not.toContain('hunter2');
  await store.close();
});

it.each([
  ['with', { credentials: { accessKeyId: hidden('id'), secretAccessKey: hidden('hunter2') } }],
  ['without', {}],
])('asks the S3 service that was chosen, %s credentials', async (_how, extra) => {
  const [port] = await freePorts(1);
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const store = await openObjectStore({
    kind: 's3',
    bucket: 'results',
    region: 'us-east-1',
    endpoint,
    ...extra,
  });
  const failure: unknown = await store.ping().catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(String(failure)).not.toContain('hunter2');
  await store.close();
});
