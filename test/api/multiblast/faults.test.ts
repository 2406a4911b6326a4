import type { ApiDeps } from '../../../api/environment.ts';
import { PlatformError } from '../../../src/errors/index.ts';
import { faultAt, type FaultLine } from '../../support/fakes/fault-at.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { documented } from './documented-codes.ts';
import { expectFault } from './expect-fault.ts';
import { actions, proofFor, type Action } from './service-actions.ts';
import { secondServer } from './second-server.ts';
import { requestOf, setUpServices } from './services-world.ts';

const internal = (): Error => new Error("ENOENT: no such file, open '/srv/data/objects/x'");
const outage = (): Error =>
  new PlatformError('STORE_UNAVAILABLE', 'The store does not answer. Try again shortly.', {
    details: { host: '10.0.0.7:9000' },
    cause: internal(),
  });

/** The good request of an action, to a server whose ports are changed and to one that works. */
async function serverWith(
  action: Action,
  wrap: <T extends object>(port: T) => T,
  more: Partial<ApiDeps> = {},
) {
  const world = await setUpServices();
  const { app, deps, log } = world;
  const call = await action.good(world);
  const request = requestOf(action.name, { headers: proofFor(action), ...call });
  const broken = secondServer(deps, wrap, more);
  return {
    log,
    ask: async () => await broken.request(...request),
    askAnother: async () => await app.request(...request),
  };
}

describe.each(actions.map((action) => [action.name, action] as const))('%s', (name, action) => {
  const goodStatus = Number(Object.keys(documented[name] ?? {})[0]);
  /** What was started before the call was lost runs, and is not to be restarted. */
  const isRestart = /^POST .*\{id\}$/.test(name);

  it.each<[string, () => Error, number]>([
    ['a fault of ours is 500', internal, 500],
    ['a server that is down is 503', outage, 503],
  ])('%s with a request id and nothing of the cause', async (_what, fault, status) => {
    const dies = (): never => {
      throw fault();
    };
    const { ask, log } = await serverWith(action, (port) => interceptCalls(port, dies), { newId: dies });
    const response = await ask();
    expect(response.status).toBe(status);
    expect(response.headers.has('retry-after')).toBe(status === 503);
    const requestId = response.headers.get('x-request-id');
    expectFault({ status, body: await response.json(), requestId });
    expect(log).toContainEqual(expect.objectContaining({ msg: 'failed', requestId }));
  });

  it('whichever call is lost, the answer is a success or such a fault, and asking again succeeds', async () => {
    let line: FaultLine | undefined;
    for (let number = 1; line?.hasStruck() !== false; number += 1) {
      const lost = faultAt(number, 'request lost', { once: true });
      line = lost;
      const { ask, askAnother } = await serverWith(action, (port) => lost.wrap(port, 'STORE_UNAVAILABLE'));
      const response = await ask();
      if (response.status === goodStatus) continue;
      expect({ number, status: response.status }).toEqual({ number, status: 503 });
      expectFault({ status: 503, body: await response.json() });
      const again = (await askAnother()).status;
      expect([goodStatus, ...(isRestart ? [403] : [])]).toContain(again);
    }
  });
});
