import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { StackError } from './stack-error.ts';
import { errorCode } from '../../src/errors/error-code.ts';

export interface WantedPort {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** What it is for, as the subject of a sentence. */
  readonly purpose: string;
  /** The setting that changes it. */
  readonly setting: string;
}

/**
 * Where ports given as 0 are looked for. Operating systems take the ports of outgoing connections from above this range
 * (Linux from 32768, others from 49152): a port from there may be taken before its server starts, or while it restarts.
 */
const quietPorts = { first: 20_000, count: 10_000 } as const;
const tries = 100;

/**
 * Checks that every port is free and chooses those given as 0, all different. They are free again on return: the
 * servers that are meant to have them take them a moment later.
 * @throws StackError that names the busy port and the setting that changes it
 */
export async function reservePorts(wanted: readonly WantedPort[]): Promise<number[]> {
  const servers: Server[] = [];
  try {
    for (const port of wanted) servers.push(await (port.port === 0 ? listenAnywhere(port) : listen(port)));
    return servers.map(portOf);
  } finally {
    await Promise.all(servers.map(close));
  }
}

async function listenAnywhere(wanted: WantedPort): Promise<Server> {
  for (let left = tries; ; left--) {
    const port = left === 0 ? 0 : quietPorts.first + randomInt(quietPorts.count);
    try {
      return await listen({ ...wanted, port });
    } catch (error) {
      if (left === 0 || errorCode((error as StackError).cause) !== 'EADDRINUSE') throw error;
    }
  }
}

function listen(wanted: WantedPort): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      reject(new StackError(sentence(wanted, errorCode(error) ?? error.message), { cause: error }));
    });
    server.listen({ host: wanted.host, port: wanted.port, exclusive: true }, () => {
      resolve(server);
    });
  });
}

function sentence({ host, port, purpose, setting }: WantedPort, code: string): string {
  if (code === 'EADDRINUSE') {
    return `${purpose} needs port ${port}, which another program uses. Stop that program, or set ${setting} to another port.`;
  }
  if (code === 'EACCES') {
    return `${purpose} may not use port ${port}: ports below 1024 need special rights. Set ${setting} to another port.`;
  }
  return `${purpose} cannot listen on ${host}, port ${port} (${code}). Check the address and ${setting}.`;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
