import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePipTool } from '../../../deploy/embedded/tools/pip-tool.ts';
import { seaweedfsTool } from '../../../deploy/embedded/tools/pinned-tools.ts';
import { defaultCacheDirectory } from '../../../src/config/cache-directory.ts';
import { freePorts } from './free-ports.ts';
import { ServerProcess } from './server-process.ts';

export interface Seaweedfs {
  readonly description: string;
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  createBucket(): Promise<string>;
  /** SIGKILL; resolves when the process is gone. */
  kill9(): Promise<void>;
  /** Starts again on the same data and ports. */
  restart(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** Every port that `weed mini` opens, by its flag. */
const portFlags = [
  's3.port',
  's3.port.grpc',
  'master.port',
  'master.port.grpc',
  'volume.port',
  'volume.port.grpc',
  'filer.port',
  'filer.port.grpc',
  'admin.port',
  'admin.port.grpc',
] as const;

/** An S3 server of a test's own, on free ports, with credentials of its own. */
export async function startSeaweedfs(): Promise<Seaweedfs> {
  const cacheDirectory = defaultCacheDirectory(process.env);
  const program = await ensurePipTool(seaweedfsTool, { cacheDirectory });
  const directory = await mkdtemp(join(tmpdir(), 'seaweedfs-'));
  const credentials = {
    accessKeyId: randomBytes(10).toString('hex'),
    secretAccessKey: randomBytes(20).toString('hex'),
  };
  const ports = await freePorts(portFlags.length);
  const connection = {
    endpoint: `http://127.0.0.1:${String(ports[0])}`,
    region: 'us-east-1',
    credentials,
  };
  const client = new S3Client({ ...connection, forcePathStyle: true, maxAttempts: 1 });
  const server = new ServerProcess({
    program,
    args: await serverArguments(directory, credentials, ports),
    workingDirectory: directory,
    probe: () => writeAndRead(client),
  });
  const stop = async () => {
    client.destroy();
    await server.kill9();
    await rm(directory, { recursive: true, force: true });
    await removeSockets(ports);
  };
  try {
    await server.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...connection,
    description: `SeaweedFS ${seaweedfsTool.version}`,
    createBucket: async () => {
      const bucket = `test-${randomBytes(8).toString('hex')}`;
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      return bucket;
    },
    kill9: () => server.kill9(),
    restart: () => server.start(),
    stop,
  };
}

/** Its parts come up one after another: only bytes that were written and read back say that all are there. */
async function writeAndRead(client: S3Client): Promise<void> {
  const object = { Bucket: 'readiness', Key: 'probe' };
  const { Buckets: buckets = [] } = await client.send(new ListBucketsCommand({}));
  if (!buckets.some(({ Name: name }) => name === object.Bucket)) {
    await client.send(new CreateBucketCommand({ Bucket: object.Bucket }));
  }
  // What was written before a kill comes first, or the new object would hide that the old one cannot be read yet.
  await readProbe(client, object).catch((error: unknown) => {
    if (!(error instanceof NoSuchKey)) throw error;
  });
  await client.send(new PutObjectCommand({ ...object, Body: randomBytes(16) }));
  await readProbe(client, object);
}

async function readProbe(client: S3Client, object: { Bucket: string; Key: string }): Promise<void> {
  const answer = await client.send(new GetObjectCommand(object));
  await answer.Body?.transformToByteArray();
}

/** Whatever its folder for temporary files, the server puts a socket for each port into /tmp, and leaves it when killed. */
async function removeSockets(ports: readonly number[]): Promise<void> {
  const ours = new RegExp(`^seaweedfs-.*-(${ports.join('|')})\\.sock$`);
  const names = (await readdir('/tmp')).filter((name) => ours.test(name));
  await Promise.all(names.map((name) => rm(join('/tmp', name), { force: true })));
}

/** The defaults would report telemetry, listen on every address and create buckets unasked. */
async function serverArguments(
  directory: string,
  credentials: Seaweedfs['credentials'],
  ports: readonly number[],
): Promise<string[]> {
  const data = join(directory, 'data');
  const config = join(directory, 's3.json');
  await mkdir(data);
  const { accessKeyId: accessKey, secretAccessKey: secretKey } = credentials;
  const actions = ['Admin', 'Read', 'Write', 'List', 'Tagging'];
  const identities = [{ name: 'test', credentials: [{ accessKey, secretKey }], actions }];
  await writeFile(config, JSON.stringify({ identities }), { mode: 0o600 });
  return [
    'mini',
    `-dir=${data}`,
    '-ip=127.0.0.1',
    '-ip.bind=127.0.0.1',
    '-webdav=false',
    '-admin.ui=false',
    '-s3.port.iceberg=0',
    '-s3.port.lance=0',
    '-master.telemetry=false',
    '-s3.allowDeleteBucketNotEmpty=false',
    '-s3.autoCreateBucket=false',
    `-s3.config=${config}`,
    ...portFlags.map((flag, index) => `-${flag}=${String(ports[index])}`),
  ];
}
