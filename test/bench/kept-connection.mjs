import { once } from 'node:events';
import { connect } from 'node:net';
import { BenchError } from './bench-error.mjs';

const headEnd = Buffer.from('\r\n\r\n');

/**
 * One HTTP/1.1 connection, by hand over a socket and in memory that is used again: the client must not take the core that
 * the server is measured on, and node:http needs 3 ms more to receive 3 MB, most of it page faults.
 */
export async function openConnection(port) {
  let received = Buffer.alloc(1 << 16);
  let length = 0;
  let settle;
  const take = (count, buffer) => {
    if (length + count > received.length) {
      const larger = Buffer.alloc(2 * (length + count));
      received.copy(larger, 0, 0, length);
      received = larger;
    }
    buffer.copy(received, length, 0, count);
    length += count;
    answerWhole();
    return true;
  };
  const onread = { buffer: Buffer.alloc(1 << 16), callback: take };
  const socket = connect({ host: '127.0.0.1', port, noDelay: true, onread });
  const fail = (message) => settle?.reject(new BenchError(message));
  await once(socket, 'connect');
  socket.on('error', (error) => fail(error.message));
  socket.on('close', () => fail('The server closed a connection.'));

  function answerWhole() {
    try {
      const answer = wholeAnswer(received.subarray(0, length));
      if (answer !== undefined) settle?.resolve(answer);
    } catch (error) {
      settle?.reject(error);
    }
  }

  return {
    /** Sends a request as it is. @returns its status, head and body, which are good until the next one */
    ask(...request) {
      length = 0;
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
        socket.cork();
        for (const part of request) socket.write(part);
        socket.uncork();
      });
    },
    close() {
      settle = undefined;
      socket.destroy();
    },
  };
}

/** Asks over a connection. @returns the body of the answer, good until the next one. @throws BenchError for a refusal */
export async function askFor(connection, method, path, headers, body = '') {
  const answer = await connection.ask(requestHead(method, path, headers), body);
  if (answer.status < 300) return answer.body;
  throw new BenchError(`${method} ${path}: ${answer.status} ${answer.body}`);
}

/** The bytes of a request's head. */
export function requestHead(method, path, headers = {}) {
  const lines = Object.entries({ Host: '127.0.0.1', ...headers }).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
}

/** The answer when all of it is here. 304 has no body whatever its head says. */
function wholeAnswer(received) {
  const end = received.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = received.latin1Slice(0, end);
  const status = Number(head.slice(9, 12));
  const body = received.subarray(end + headEnd.length);
  if (status === 304) return { status, head, body };
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length === undefined) throw new BenchError(`An answer without Content-Length:\n${head}`);
  return body.length < Number(length) ? undefined : { status, head, body };
}
