import { expectFault } from './expect-fault.ts';
import { actions } from './service-actions.ts';
import { alice, asAlice, bob, setUpServices, type Proof } from './services-world.ts';

const guarded = actions.filter(({ who }) => who !== 'nobody');

describe.each(guarded.map((action) => [action.name, action] as const))(
  '%s is 401, before anything changes,',
  (name, action) => {
    const proofs: readonly (readonly [string, Proof, string])[] = [
      ['without a credential', {}, ''],
      ['with two that differ', { 'Auth-Key': alice }, `?Auth-Key=${bob}`],
      ['with two that differ, one a bearer', { 'Auth-Key': alice, Authorization: `Bearer ${bob}` }, ''],
      ['with a wrong Admin-Token', { ...asAlice, 'Admin-Token': 'wrong' }, ''],
      ...(action.who === 'administrator'
        ? ([['with the credential of a user', asAlice, '']] as const)
        : ([] as const)),
    ];

    it.each(proofs)('%s', async (_what, headers, parameters) => {
      const world = await setUpServices();
      const call = await action.good(world);
      const before = [await world.objectKeys(), world.launcher.started.length];
      const response = await world.ask(name, { ...call, headers, parameters });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expectFault({ status: 401, body: await response.json() });
      expect([await world.objectKeys(), world.launcher.started.length]).toEqual(before);
    });
  },
);
