import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { startServer, type ApiServer } from '../../api/server.ts';
import { createFilesystemSpool } from '../../src/adapters/filesystem/filesystem-spool.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { createFakePlatform, type FakePlatform } from '../support/api/fake-platform.ts';
import { completeJob, runJob } from '../support/api/move-job.ts';
import { boundary, formBody, formType, submit } from '../support/api/requests.ts';

let server: ApiServer | undefined;
const folders: string[] = [];

afterEach(async () => {
  await server?.close(0);
  server = undefined;
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function serve(platform: FakePlatform): Promise<string> {
  server = await startServer(platform.app, { host: '127.0.0.1', port: 0 }, platform.deps);
  return `http://127.0.0.1:${server.port}`;
}

/** With the real spool, so that what is left behind can be seen on disk. */
async function withSpool(change: Parameters<typeof createFakePlatform>[0] = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'durablast-spool-'));
  folders.push(folder);
  const spool = createFilesystemSpool({ directory: folder });
  const limits = { maxSequences: 1_000_000, maxResidues: 500_000_000 };
  return { platform: createFakePlatform({ spool, limits, ...change }), left: () => readdir(folder) };
}

/** The parts before the file, up to its first byte. */
const formHead = Buffer.from(
  Buffer.from(
    formBody(
      [
        { name: 'program', text: 'blastp' },
        { name: 'db', text: 'proteins' },
        { name: 'query', text: '', fileName: 'q.fa' },
      ],
      { closed: false },
    ),
  ).subarray(0, -2),
);
const formEnd = Buffer.from(`\r\n--${boundary}--\r\n`);
const records = Buffer.from(
  Array.from({ length: 1000 }, (_, n) => `>s${n}\n${'MKVLATTRHL'.repeat(100)}\n`).join(''),
);

describe('an upload', () => {
  it('of 100 MB is taken no faster than it is stored, and then stored whole', async () => {
    const stored = { bytes: 0 };
    const { platform, left } = await withSpool({ objects: countingStore(stored) });
    const gate = createGate();
    const { collect } = platform.deps.spool;
    Object.assign(platform.deps.spool, {
      collect: (source: AsyncIterable<Uint8Array>) => collect(heldBack(source, gate)),
    });
    const socket = await opened(new URL(await serve(platform)));
    const pieces = [formHead, ...Array<Buffer>(100).fill(records), formEnd];
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    let taken = 0;
    socket.write(
      `POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: ${formType}\r\nContent-Length: ${length}\r\n\r\n`,
    );
    for (const piece of pieces) socket.write(piece, () => (taken += piece.length));
    await gate.reached;
    // What was taken lies in the buffers of the system and of the streams: a few megabytes.
    expect(await still(() => taken)).toBeLessThan(32e6);
    gate.open();
    expect(await firstPiece(socket)).toMatch(/^HTTP\/1\.1 202 /);
    expect([taken, stored.bytes > 99e6, await left()]).toEqual([length, true, []]);
    socket.destroy();
  });

  it('whose sender goes away leaves nothing', async () => {
    const { platform, left } = await withSpool();
    const url = new URL(await serve(platform));
    const socket = await opened(url);
    socket.write(
      `POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: ${formType}\r\nContent-Length: 99999999\r\n\r\n`,
    );
    socket.write(formHead);
    for (let n = 0; n < 5; n++) socket.write(records);
    await until(async () => (await left()).length === 1);
    socket.destroy();
    await until(async () => (await left()).length === 0);
    await until(() => Promise.resolve(platform.log.some(({ msg }) => msg === 'request')));
    expect(platform.launcher.started).toEqual([]);
    expect(await platform.objectKeys()).toEqual([]);
  });

  it('that is refused at once is answered at once, while its sender still sends', async () => {
    const { platform, left } = await withSpool();
    const url = new URL(await serve(platform));
    const socket = await opened(url);
    socket.on('error', () => undefined);
    const head = formHead.toString().replace('proteins', 'nowhere_');
    socket.write(
      `POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: ${formType}\r\nContent-Length: 99999999\r\n\r\n${head}>q1\nMKV\n`,
    );
    const answer = await firstPiece(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('UNKNOWN_DATABASE');
    socket.destroy();
    expect(await left()).toEqual([]);
  });

  it('that is too large by its own word is refused before any of it is read', async () => {
    const platform = createFakePlatform();
    const url = new URL(await serve(platform));
    const socket = await opened(url);
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: ${formType}\r\nContent-Length: 999999999999\r\n\r\n`,
    );
    expect(await firstPiece(socket)).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  it('leaves the connection good for the next request, refused or not', async () => {
    const platform = createFakePlatform();
    const url = await serve(platform);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const bad = Buffer.from(
      formBody([
        { name: 'program', text: 'sh' },
        { name: 'db', text: 'x' },
        { name: 'query', text: '>a\nMK\n'.repeat(5000), fileName: 'q' },
      ]),
    );
    const statuses: (number | undefined)[] = [];
    for (const [method, path, body] of [
      ['GET', '/healthz'],
      ['POST', '/v1/jobs', bad],
      ['GET', '/v1/jobs'],
      ['POST', '/v1/jobs', bad],
      ['GET', '/healthz'],
    ] as const) {
      const response = await send(
        `${url}${path}`,
        { method, agent, headers: body ? { 'Content-Type': formType } : {} },
        body,
      );
      statuses.push(response.statusCode);
    }
    agent.destroy();
    expect(statuses).toEqual([200, 400, 200, 400, 200]);
  });
});

describe('a download', () => {
  it('to a slow client is read no faster than it is taken, and ends with the client', async () => {
    const read = { bytes: 0, ended: false };
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await completeJob(platform, job.report_id, [{ name: 'big.txt', text: 'x' }]);
    const { get } = platform.objects;
    platform.objects.get = async (key, range) => {
      const found = await get(key, range);
      return found && key.endsWith('big.txt') ? { ...found, body: endless(read) } : found;
    };
    const url = new URL(await serve(platform));
    const socket = await opened(url);
    socket.pause();
    socket.write(`GET /jobs/${job.report_id}/files/big.txt HTTP/1.1\r\nHost: x\r\n\r\n`);
    await until(() => Promise.resolve(read.bytes > 0));
    const settled = await still(() => read.bytes);
    expect(settled).toBeLessThan(64 * 1024 * 1024);
    socket.destroy();
    await until(() => Promise.resolve(read.ended));
  });

  it('that breaks off is cut, so that no part passes for the whole', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await completeJob(platform, job.report_id, [{ name: 'report.txt', text: 'x'.repeat(100_000) }]);
    const { get } = platform.objects;
    platform.objects.get = async (key, range) => {
      const found = await get(key, range);
      return found && key.endsWith('report.txt') ? { ...found, body: broken() } : found;
    };
    const url = await serve(platform);
    // The transport says it there as well.
    const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const response = await fetch(`${url}/jobs/${job.report_id}/files/report.txt`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(platform.log).toContainEqual(expect.objectContaining({ msg: 'broke off', jobId: job.report_id }));
    printed.mockRestore();
  });

  it('by HEAD and by range has the right length', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    await completeJob(platform, job.report_id, [{ name: 'report.txt', text: '0123456789' }]);
    const url = `${await serve(platform)}/jobs/${job.report_id}/files/report.txt`;
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
    const part = await fetch(url, { headers: { Range: 'bytes=4-5' } });
    expect([part.status, part.headers.get('content-length'), await part.text()]).toEqual([206, '2', '45']);
  });
});

describe('a held request', () => {
  it('is answered when the job moves', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    const url = `${await serve(platform)}/jobs/${job.id}`;
    const answer = fetch(`${url}?wait=60`);
    await platform.clock.untilSleeping();
    await runJob(platform, job.id, 1, 2);
    platform.clock.advance(100);
    expect(await (await answer).json()).toMatchObject({ state: 'running', progress_detail: { percent: 50 } });
  });

  it('whose caller goes away is forgotten', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    const url = `${await serve(platform)}/jobs/${job.id}`;
    const gone = new AbortController();
    const answer = fetch(`${url}?wait=60`, { signal: gone.signal });
    await platform.clock.untilSleeping();
    gone.abort();
    await expect(answer).rejects.toThrow();
    await until(() => {
      platform.clock.advance(100);
      return Promise.resolve(platform.log.some(({ msg, status }) => msg === 'request' && status === 200));
    });
  });

  it('does not keep the server from closing for longer than it is patient', async () => {
    const platform = createFakePlatform();
    const { job } = await submit(platform.app);
    const url = `${await serve(platform)}/jobs/${job.id}`;
    const answer = fetch(`${url}?wait=60`).catch(() => 'cut');
    await platform.clock.untilSleeping();
    await server?.close(1);
    expect(await answer).toBe('cut');
  });
});

it('events arrive as they happen and the connection ends with the job', async () => {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app);
  const url = await serve(platform);
  const response = await fetch(`${url}/jobs/${job.id}/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => /"state":"(\w+)"/.exec((await reader?.read())?.value ?? '')?.[1];
  expect(await next()).toBe('queued');
  await platform.clock.untilSleeping();
  await completeJob(platform, job.id);
  platform.clock.advance(100);
  expect(await next()).toBe('completed');
  expect(await reader?.read()).toMatchObject({ done: true });
});

it.each([
  ['a request line that is none', 'NONSENSE\r\n\r\n'],
  ['a header without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}`],
  ['two lengths', 'POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
  [
    'a length and chunks',
    'POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['an address that is none', 'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a host that is none', 'GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n'],
])('%s is refused and the server lives on', async (_title, text) => {
  const platform = createFakePlatform();
  const url = await serve(platform);
  const socket = await opened(new URL(url));
  socket.on('error', () => undefined);
  socket.write(text);
  expect(await firstPiece(socket)).toMatch(/^HTTP\/1\.1 4\d\d /);
  socket.destroy();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

async function opened(url: URL): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

function firstPiece(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (/\r\n\r\n(.|$)/s.test(text)) resolve(text);
    });
    socket.once('close', () => (text === '' ? reject(new Error('closed without an answer')) : resolve(text)));
  });
}

function send(url: string, options: object, body?: Uint8Array): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      response.resume().on('end', () => resolve(response));
    });
    sent.on('error', reject).end(body);
  });
}

interface Gate {
  /** Resolves when somebody waits at it. */
  readonly reached: Promise<void>;
  readonly opened: Promise<void>;
  reach(): void;
  open(): void;
}

function createGate(): Gate {
  let reach = (): void => undefined;
  let open = (): void => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { reached, opened, reach: () => reach(), open: () => open() };
}

/** The source, of which nothing after the first piece is read before the gate opens. */
async function* heldBack(source: AsyncIterable<Uint8Array>, gate: Gate): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    yield piece;
    gate.reach();
    await gate.opened;
  }
}

/** Looks again each turn of the event loop; Jest's own time limit ends what never comes. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}

/** The value once it has not changed for many turns of the event loop. */
async function still(value: () => number): Promise<number> {
  let last = value();
  for (let turns = 0; turns < 2000; turns++) {
    await new Promise(setImmediate);
    if (value() === last) continue;
    last = value();
    turns = 0;
  }
  return last;
}

async function* endless(read: { bytes: number; ended: boolean }): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const piece = randomBytes(256 * 1024);
      read.bytes += piece.length;
      yield piece;
      await new Promise(setImmediate);
    }
  } finally {
    read.ended = true;
  }
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('x'.repeat(1000));
  await new Promise(setImmediate);
  throw new Error('the disk is gone');
}

/** Keeps nothing of queries and counts them. */
function countingStore(stored: { bytes: number }): ObjectStore {
  const { objects } = createFakePlatform();
  return {
    ...objects,
    put: async (key, body, options) => {
      if (!key.startsWith('queries/') || typeof body === 'string' || body instanceof Uint8Array)
        return objects.put(key, body, options);
      for await (const piece of body) stored.bytes += piece.length;
      return { created: true, digest: '', sizeBytes: stored.bytes };
    },
  };
}
