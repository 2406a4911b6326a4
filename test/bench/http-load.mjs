import { once } from 'node:events';
import { connect } from 'node:net';
import { BenchError } from './bench-error.mjs';

const headEnd = Buffer.from('\r\n\r\n');

/**
 * Sends the same GET `requests` times over so many kept connections, each of which asks again as soon as it has its answer.
 * By hand over sockets: the client must not take the core that the server is measured on.
 * @returns the answer, once, after checking that every one had its status and length
 */
export async function load({ port, path, headers = {}, connections, requests }) {
  const lines = Object.entries({ Host: `127.0.0.1:${port}`, ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const question = Buffer.from([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
  let left = requests;
  const takeOne = () => left-- > 0;
  const answers = await Promise.all(
    Array.from({ length: connections }, () => askOver(port, question, takeOne)),
  );
  const [first, ...others] = answers.filter(Boolean);
  if (others.some(({ status, body }) => status !== first.status || body.length !== first.body.length))
    throw new BenchError('Not all answers were the same.');
  return first;
}

/** One connection: asks as long as there is something left to ask. @returns its last answer */
async function askOver(port, question, takeOne) {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await once(socket, 'connect');
  let last;
  try {
    await new Promise((resolve, reject) => {
      let received = Buffer.alloc(0);
      const ask = () => (takeOne() ? socket.write(question) : resolve());
      socket.on('data', (chunk) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
        const answer = wholeAnswer(received);
        if (answer === undefined) return;
        if (last && answer.status !== last.status) reject(new BenchError('The status changed meanwhile.'));
        last = answer;
        received = Buffer.alloc(0);
        ask();
      });
      socket.on('error', reject);
      socket.on('close', () => reject(new BenchError('The server closed a connection.')));
      ask();
    });
  } finally {
    socket.destroy();
  }
  return last;
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
