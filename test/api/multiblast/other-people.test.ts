import { alice, asAlice, asBob, bob, setUpServices, token } from './services-world.ts';

const notes = { summary: 'Of Alice only', description: 'Nobody else reads this.' };
const now = Math.floor(Date.parse('2026-03-04T05:06:07Z') / 1000);

describe.each([
  ['/query', 'queryId'],
  ['/report', 'reportId'],
] as const)('%s', (prefix, whoIs) => {
  const of = (method: string, path = '/jobs/{id}') => `${method} ${prefix}${path}`;

  /** A job of alice with notes, which bob knows the id of. */
  async function setUp() {
    const world = await setUpServices();
    const id = world[whoIs];
    await world.ask(of('PATCH'), { id, body: { userMeta: notes } });
    const notesOf = async (headers: typeof asAlice) =>
      (await world.json(of('GET'), { id, parameters: '?save_job=false' }, headers))['userMeta'];
    return { ...world, id, notesOf };
  }

  it.each([
    ['PATCH', { userMeta: { summary: 'x' } }],
    ['DELETE', undefined],
    ['POST', undefined],
  ])('%s of a job in another collection is 404, and changes nothing', async (method, body) => {
    const { ask, id, notesOf, launcher } = await setUp();
    const before = launcher.started.length;
    expect((await ask(of(method), { id, ...(body && { body }) }, asBob)).status).toBe(404);
    expect(await notesOf(asAlice)).toEqual(notes);
    expect(launcher.started).toHaveLength(before);
  });

  it('notes are shown to who made them only, also when others keep the same job with notes of theirs', async () => {
    const { ask, id, notesOf } = await setUp();
    const shown = async () => [await notesOf(asAlice), await notesOf(asBob)];
    expect(await shown()).toEqual([notes, undefined]);
    await ask(of('GET'), { id }, asBob);
    expect(await shown()).toEqual([notes, undefined]);
    await ask(of('PATCH'), { id, body: { userMeta: { summary: 'Of Bob' } } }, asBob);
    expect(await shown()).toEqual([notes, { summary: 'Of Bob' }]);
    const listed = await (await ask(of('GET', '/jobs'), {}, asBob)).text();
    expect(listed).toContain('Of Bob');
    expect(listed).not.toContain('Alice');
    await ask(of('DELETE'), { id }, asBob);
    expect(await shown()).toEqual([notes, undefined]);
  });

  const [kind, role, , ...rest] = token('guest', 'g1').split('.');
  const signature = rest.at(-1) ?? '';

  it.each<[string, string]>([
    ['whose subject was changed', [kind, role, 'g2', ...rest].join('.')],
    ['of a guest who makes a user of it', [kind, 'user', 'g1', ...rest].join('.')],
    ['whose expiry was changed', token('user', 'alice', { expiresAtSeconds: 2 }).replace('.1.2.', '.1.-.')],
    ['whose signature was cut', token('guest', 'g1').slice(0, -1)],
    ['with the signature of another', `${token('user', 'bob').slice(0, -64)}${signature}`],
    ['without a signature', token('user', 'alice').slice(0, -65)],
    ['of another secret', token('user', 'alice', { secret: 'another-secret-of-32-characters!!' })],
    ['that has just expired', token('user', 'alice', { expiresAtSeconds: now })],
    ['that is a bare number', '42'],
    ['that is the id of a principal', 'user:alice'],
  ])('a token %s is nobody’s: 401, and as a guest 403', async (_what, forged) => {
    const { ask } = await setUpServices();
    for (const headers of [{ 'Auth-Key': forged }, { Authorization: `Bearer ${forged}` }])
      expect((await ask(of('GET', '/jobs'), {}, headers)).status).toBe(401);
    const body = { guestID: forged };
    expect((await ask(of('POST', '/link-guest'), { body }, asBob)).status).toBe(403);
  });

  it('a bare number that is taken for a guest is neither a user nor a guest with a token', async () => {
    const { ask, json } = await setUpServices({
      auth: { secret: 'a-secret-of-thirty-two-characters', allowGuestNumbers: true },
    });
    const list = async (credential: string) =>
      json(of('GET', '/jobs'), {}, { 'Auth-Key': credential }) as unknown as unknown[];
    expect(await list('1')).toEqual([]);
    for (const number of ['0', '-1', '01', '1.0', '1e3', '0x1', '9223372036854775808'])
      expect((await ask(of('GET', '/jobs'), {}, { 'Auth-Key': number })).status).toBe(401);
    expect(await list(alice)).not.toEqual([]);
    expect((await ask(of('POST', '/link-guest'), { body: { guestID: 1 } }, { 'Auth-Key': '2' })).status).toBe(
      403,
    );
  });

  it('a user who takes over a guest gets no job of anybody else', async () => {
    const { ask, json } = await setUpServices();
    expect(
      (await ask(of('POST', '/link-guest'), { body: { guestID: token('guest', 'g1') } }, asBob)).status,
    ).toBe(204);
    expect(await json(of('GET', '/jobs'), {}, asBob)).toEqual([]);
    for (const guestID of [alice, bob])
      expect((await ask(of('POST', '/link-guest'), { body: { guestID } }, asBob)).status).toBe(403);
  });
});
