import { BenchError } from './bench-error.mjs';
import { openConnection, requestHead } from './kept-connection.mjs';

/**
 * Sends the same GET `requests` times over so many kept connections, each of which asks again as soon as it has its answer.
 * @returns the answer, once, after checking that every one had its status and length
 */
export async function load({ port, path, headers, connections, requests }) {
  const question = requestHead('GET', path, headers);
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
  const connection = await openConnection(port);
  try {
    let last;
    while (takeOne()) {
      const answer = await connection.ask(question);
      if (last && answer.status !== last.status) throw new BenchError('The status changed meanwhile.');
      last = answer;
    }
    return last;
  } finally {
    connection.close();
  }
}
