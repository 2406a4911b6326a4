import { expectFault } from './expect-fault.ts';
import { actions, type Action } from './service-actions.ts';
import { alice, asAlice, bob, setUpServices, type Call } from './services-world.ts';

/** Requests that prove nothing, by what is wrong with them. */
const unproven = ({ who }: Action): Readonly<Record<string, Call>> => ({
  'no credential': { headers: {} },
  'two that differ': { headers: asAlice, parameters: `?Auth-Key=${bob}` },
  'two that differ, one a bearer': { headers: { 'Auth-Key': alice, Authorization: `Bearer ${bob}` } },
  'a wrong Admin-Token': { headers: { ...asAlice, 'Admin-Token': 'wrong' } },
  ...(who === 'administrator' && { 'the credential of a user': { headers: asAlice } }),
});

const guarded = actions.filter(({ who }) => who !== 'nobody');

it.each(guarded.map((action) => [action.name, action] as const))(
  '%s is 401 without a credential, with two that differ and with a wrong one, before anything changes',
  async (name, action) => {
    const world = await setUpServices();
    const call = await action.good(world);
    const before = [await world.objectKeys(), world.launcher.started.length];
    for (const [what, change] of Object.entries(unproven(action))) {
      const response = await world.ask(name, { ...call, ...change });
      expect([what, response.status]).toEqual([what, 401]);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expectFault({ status: 401, body: await response.json() });
    }
    expect([await world.objectKeys(), world.launcher.started.length]).toEqual(before);
  },
);
