import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { ensurePipTool, pipToolDirectory } from '../../../deploy/embedded/tools/pip-tool.ts';
import { nx27017Tool } from '../../../deploy/embedded/tools/pinned-tools.ts';
import { defaultCacheDirectory } from '../../../src/config/cache-directory.ts';
import { freePorts } from './free-ports.ts';
import { ServerProcess } from './server-process.ts';

export interface Mongo {
  /** What answers, said honestly: a real MongoDB or a stand-in. */
  readonly description: string;
  readonly uri: string;
  /** Absent for a server that is not the test's own. */
  readonly control?: {
    /** SIGKILL; resolves when the process is gone. */
    kill9(): Promise<void>;
    /** Starts again on the same data and port. */
    restart(): Promise<void>;
  };
  /** A name that no other test uses. */
  newDatabase(): string;
  /** Drops the databases that were made; ends the server, if it is the test's own, and removes its data. */
  stop(): Promise<void>;
}

/** `MONGODB_URI` if set, else a `mongod` on PATH, else a server that only speaks MongoDB's protocol. */
export async function startMongo(): Promise<Mongo> {
  const uri = process.env['MONGODB_URI'];
  if (uri !== undefined && uri !== '') return givenServer(uri);
  const version = await mongodVersion();
  return version === undefined ? standIn() : mongod(version);
}

async function givenServer(uri: string): Promise<Mongo> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5000 });
  try {
    const info = await client.db('admin').command({ buildInfo: 1 });
    const description = `the MongoDB ${String(info['version'])} that MONGODB_URI names`;
    const names: string[] = [];
    return {
      description,
      uri,
      newDatabase: () => newName(names),
      stop: async () => {
        for (const name of names) await client.db(name).dropDatabase();
        await client.close();
      },
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

function mongod(version: string): Promise<Mongo> {
  return ownServer(`MongoDB (mongod ${version} on PATH)`, (directory, port) => ({
    program: 'mongod',
    args: ['--dbpath', directory, '--bind_ip', '127.0.0.1', '--port', String(port), '--nounixsocket'],
  }));
}

async function standIn(): Promise<Mongo> {
  const cacheDirectory = defaultCacheDirectory(process.env);
  const program = await ensurePipTool(nx27017Tool, { cacheDirectory });
  const description = `nx-27017 ${nx27017Tool.version}, which is not MongoDB but speaks its wire protocol`;
  return ownServer(description, (directory, port) => ({
    program: 'python3',
    args: [
      program,
      ...['--host', '127.0.0.1', '-p', String(port), '--db', join(directory, 'data.db')],
      ...['--pid-file', join(directory, `${randomBytes(4).toString('hex')}.pid`)],
      ...['--log-file', join(directory, 'server.log')],
    ],
    environment: { PYTHONPATH: pipToolDirectory(nx27017Tool, cacheDirectory) },
  }));
}

async function ownServer(
  description: string,
  command: (
    directory: string,
    port: number,
  ) => { program: string; args: readonly string[]; environment?: Record<string, string> },
): Promise<Mongo> {
  const directory = await mkdtemp(join(tmpdir(), 'mongo-'));
  const [port = 0] = await freePorts(1);
  const uri = `mongodb://127.0.0.1:${String(port)}`;
  const server = new ServerProcess({
    ...command(directory, port),
    workingDirectory: directory,
    probe: () => ping(uri),
  });
  const stop = async () => {
    await server.kill9();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await server.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const control = { kill9: () => server.kill9(), restart: () => startAfterKill(server) };
  return { description, uri, control, newDatabase: () => newName([]), stop };
}

/** The stand-in may stumble over what its killed predecessor left, and clears it away by that. */
async function startAfterKill(server: ServerProcess): Promise<void> {
  try {
    await server.start();
  } catch {
    await server.start();
  }
}

async function ping(uri: string): Promise<void> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500 });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}

async function mongodVersion(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('mongod', ['--version']);
    return /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? 'of unknown version';
  } catch {
    return undefined;
  }
}

function newName(names: string[]): string {
  const name = `durablast-test-${randomBytes(6).toString('hex')}`;
  names.push(name);
  return name;
}
