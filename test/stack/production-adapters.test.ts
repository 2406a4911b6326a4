import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMongo, type Mongo } from '../support/servers/start-mongo.ts';
import { startSeaweedfs, type Seaweedfs } from '../support/servers/start-seaweedfs.ts';
import { startTestStack, type TestStack } from '../support/stack/start-test-stack.ts';

const fixtures = new URL('../fixtures/proteins/', import.meta.url).pathname;
const database = readFileSync(join(fixtures, 'database.fasta'), 'utf8');
const query = readFileSync(join(fixtures, 'query.fasta'), 'utf8');

let mongo: Mongo;
let s3: Seaweedfs;
let stack: TestStack;

beforeAll(async () => {
  mongo = await startMongo();
  s3 = await startSeaweedfs();
  stack = await startTestStack({
    DURABLAST_DOCUMENT_STORE: 'mongo',
    DURABLAST_MONGODB_URI: mongo.uri,
    DURABLAST_OBJECT_STORE: 's3',
    DURABLAST_S3_ENDPOINT: s3.endpoint,
    DURABLAST_S3_REGION: s3.region,
    DURABLAST_S3_BUCKET: await s3.createBucket(),
    DURABLAST_S3_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    DURABLAST_S3_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  });
  await stack.api.addDatabase('proteins', 'protein', database);
}, 180_000);

afterAll(async () => {
  await stack.stop();
  await Promise.all([mongo.stop(), s3.stop()]);
}, 60_000);

it('the same product runs on MongoDB and S3 by configuration alone', async () => {
  const accepted = await stack.api.submit({
    program: 'blastp',
    db: 'proteins',
    fasta: query,
    options: '-outfmt 6',
  });
  expect(await stack.api.finished(accepted.job_id)).toMatchObject({ status: 'success' });
  expect((await stack.api.report(accepted.job_id)).split('\n').length).toBeGreaterThan(20);
  const again = await stack.api.submit({
    program: 'blastp',
    db: 'proteins',
    fasta: query,
    options: '-outfmt 6',
  });
  expect(again).toMatchObject({ status: 'success', job: accepted.job });
}, 90_000);

it('answers 503 while the object store is down, and takes the same request when it is back', async () => {
  const search = { program: 'blastp', db: 'proteins', fasta: query, options: '-outfmt 6 -evalue 0.5' };
  await s3.kill9();
  const refused = await stack.api.post(search);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).not.toBeNull();
  expect(await refused.json()).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await s3.restart();
  const { job_id: id } = await stack.api.submit(search);
  expect(await stack.api.finished(id)).toMatchObject({ status: 'success' });
}, 120_000);
