import { expectFault } from './expect-fault.ts';
import { actions, proofFor } from './service-actions.ts';
import { setUpServices, type ServicesWorld } from './services-world.ts';

/** What is no id of a job, from one that is. */
const wrongIds: readonly (readonly [what: string, of: (id: string) => string])[] = [
  ['unknown', () => 'f'.repeat(32)],
  ['in upper case', (id) => id.toUpperCase()],
  ['one digit short', (id) => id.slice(1)],
  ['one digit long', (id) => `${id}0`],
  ['a prefix that is unique', (id) => id.slice(0, 12)],
  ['with a blank behind it', (id) => `${id} `],
  ['with a line end behind it', (id) => `${id}\n`],
  ['with a zero byte in it', (id) => `${id.slice(1)}\0`],
  ['in wide digits', (id) => id.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
  ['a path', (id) => `../${id}`],
  ['a path to a stored object', (id) => `${id}/request.json`],
  ['a quote', () => "' OR ''='"],
  ['very long', () => 'a'.repeat(5_000)],
];

const withId = actions.filter(({ name }) => name.includes('{id}'));

/** A job whose id has letters, for its upper case, and digits. */
function idOf(world: ServicesWorld, name: string): string {
  const ids = name.includes('/query/')
    ? [world.queryId, world.queuedQueryId]
    : [world.reportId, world.queuedReportId];
  return ids.find((id) => /[a-f]/.test(id) && /\d/.test(id)) ?? '';
}

it.each(withId.map((action) => [action.name, action] as const))(
  '%s knows an id only as it was given: everything else is 404, and nothing starts',
  async (name, action) => {
    const world = await setUpServices();
    const call = await action.good(world);
    const before = world.launcher.started.length;
    for (const [what, of] of wrongIds) {
      const response = await world.ask(name, { ...call, id: of(idOf(world, name)) }, proofFor(action));
      expect([what, response.status]).toEqual([what, 404]);
      const body: unknown = await response.json();
      expectFault({ status: 404, body });
      expect(JSON.stringify(body).length).toBeLessThan(1_000);
    }
    expect(world.launcher.started).toHaveLength(before);
  },
);

it.each(['/query', '/report'])('in a list of ids to %s, what is none is left out', async (prefix) => {
  const world = await setUpServices();
  const good = idOf(world, `${prefix}/`);
  const body = [good, ...wrongIds.map(([, of]) => of(good))];
  expect(Object.keys(await world.json(`POST ${prefix}/statuses`, { body }))).toEqual([good]);
});
