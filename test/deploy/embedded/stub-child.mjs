/**
 * Stands in for the worker and the API: listens, says that it is ready, and ends with its supervisor.
 * STUB_LOG: a file that gets a line at start and end. STUB_MODE: `crash` ends at once, `mute` never becomes ready,
 * `stubborn` ignores SIGTERM, `fragile` ends in the moment it is ready.
 */
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename } from 'node:path';

const { PORT, STUB_LOG, STUB_MODE, STUB_NAME, DURABLAST_TEMPORAL_ADDRESS } = process.env;
const name = STUB_NAME ?? basename(process.argv[1]);
const note = (what) => STUB_LOG && appendFileSync(STUB_LOG, `${name} ${what}\n`);

note('started');
console.log(`output of ${name}`);
if (STUB_MODE === 'crash') {
  console.error('cannot read the thing');
  process.exit(7);
}
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => {
  if (STUB_MODE === 'stubborn') return;
  note('ended');
  process.exit(0);
});
const server = createServer((request, response) => response.end(`${name} ${DURABLAST_TEMPORAL_ADDRESS}`));
server.listen(name.startsWith('api') ? Number(PORT) : 0, '127.0.0.1', () => {
  if (STUB_MODE !== 'mute') process.send({ type: 'ready', port: server.address().port });
  if (STUB_MODE === 'fragile') process.exit(3);
});
