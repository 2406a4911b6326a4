/** What `polling` is compared with: a Node server that gives one answer to everything, told by its parent. */
import { createServer } from 'node:http';

/** What Node writes by itself. */
const ownHeaders = new Set(['date', 'connection', 'keep-alive']);
let answer = { headers: {}, body: Buffer.alloc(0) };

const server = createServer((_request, response) => {
  response.writeHead(200, answer.headers);
  response.end(answer.body);
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));

process.on('message', ({ head, body }) => {
  const fields = head
    .split('\r\n')
    .slice(1)
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  const headers = Object.fromEntries(fields.filter(([name]) => !ownHeaders.has(name.toLowerCase())));
  answer = { headers, body: Buffer.from(body) };
  process.send('ready');
});
process.on('disconnect', () => process.exit());
