import { once } from 'node:events';
import { createServer } from 'node:net';
import { reservePorts } from '../../../deploy/embedded/reserve-ports.ts';

const wanted = { host: '127.0.0.1', port: 0, purpose: 'The HTTP API', setting: 'PORT' };

describe('reservePorts', () => {
  it('chooses different free ports for those given as 0', async () => {
    const ports = await reservePorts([wanted, wanted, wanted]);
    expect(new Set(ports).size).toBe(3);
    expect(await reservePorts(ports.map((port) => ({ ...wanted, port })))).toEqual(ports);
  });

  it('chooses none that an outgoing connection may take', async () => {
    const ports = await reservePorts(Array.from({ length: 20 }, () => wanted));
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...ports)).toBeLessThan(30_000);
  });

  it('names a busy port and the setting that changes it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    try {
      await expect(reservePorts([wanted, { ...wanted, port }])).rejects.toThrow(
        `The HTTP API needs port ${port}, which another program uses. Stop that program, or set PORT to another port.`,
      );
    } finally {
      server.close();
    }
  });

  it('names an address that is not of this machine', async () => {
    await expect(reservePorts([{ ...wanted, host: '192.0.2.1' }])).rejects.toThrow(
      'cannot listen on 192.0.2.1',
    );
  });
});
