import { signToken } from '../../../src/account/token.ts';
import { postJson } from '../../support/api/requests.ts';
import { blastConfig, jobConfig, setUpQueries } from './query-world.ts';

const secret = 'a-secret-of-thirty-two-characters';
const token = (role: 'user' | 'guest', subject: string, expiresAtSeconds: number | null = null) =>
  signToken({ role, subject, issuedAtSeconds: 1, expiresAtSeconds }, secret);
const alice = token('user', 'alice');
const bob = token('user', 'bob');

const setUp = (allowGuestNumbers = false) => {
  const world = setUpQueries({ auth: { secret, allowGuestNumbers } });
  const list = async (headers: Record<string, string>, query = '') => {
    const response = await world.app.request(`/query/jobs${query}`, { headers });
    return response.status === 200 ? ((await response.json()) as unknown[]).length : response.status;
  };
  const create = async (who: string) =>
    (await postJson(world.app, '/query/jobs', { jobConfig, blastConfig }, { 'Auth-Key': who })).status;
  return { ...world, list, create };
};

it.each<[string, Record<string, string>, string]>([
  ['Authorization: Bearer', { Authorization: `Bearer ${alice}` }, ''],
  ['Auth-Key', { 'Auth-Key': alice }, ''],
  ['the query parameter Auth-Key', {}, `?Auth-Key=${alice}`],
  ['the cookie Authorization', { Cookie: `Authorization=${alice}` }, ''],
  ['the same one twice', { 'Auth-Key': alice, Authorization: `Bearer ${alice}` }, ''],
])('a user is known by %s, and sees the own collection only', async (_how, headers, query) => {
  const { list, create } = setUp();
  await create(alice);
  expect(await list(headers, query)).toBe(1);
  expect(await list({ 'Auth-Key': bob })).toBe(0);
});

it.each<[string, Record<string, string>, string]>([
  ['nothing', {}, ''],
  ['two that differ', { 'Auth-Key': alice }, `?Auth-Key=${bob}`],
  [
    'a token signed with another secret',
    {
      'Auth-Key': signToken(
        { role: 'user', subject: 'alice', issuedAtSeconds: 1, expiresAtSeconds: null },
        'another',
      ),
    },
    '',
  ],
  ['a token that has expired', { 'Auth-Key': token('user', 'alice', 2) }, ''],
  ['a bare number, where those are not taken', { 'Auth-Key': '42' }, ''],
  ['a name', { 'Auth-Key': 'alice' }, ''],
])('%s is 401 in the form of the service', async (_what, headers, query) => {
  const { app, list } = setUp();
  expect(await list(headers, query)).toBe(401);
  expect(await (await app.request(`/query/jobs${query}`, { headers })).json()).toMatchObject({
    status: 'unauthorized',
  });
});

it('a cookie is not believed for a change that a page of another site makes', async () => {
  const { app } = setUp();
  const headers = { Cookie: `Authorization=${alice}`, Origin: 'https://elsewhere.example' };
  expect((await postJson(app, '/query/jobs', { jobConfig, blastConfig }, headers)).status).toBe(403);
});

describe('guests', () => {
  it('get a token from us, and a user takes over what they have collected, once or many times', async () => {
    const { app, list, create } = setUp();
    const { token: guest } = (await (await app.request('/query/guests', { method: 'POST' })).json()) as {
      token: string;
    };
    await create(guest);
    expect(await list({ 'Auth-Key': guest })).toBe(1);
    for (let time = 0; time < 2; time += 1) {
      const linked = await postJson(app, '/query/link-guest', { guestID: guest }, { 'Auth-Key': alice });
      expect(linked.status).toBe(204);
      expect([await list({ 'Auth-Key': guest }), await list({ 'Auth-Key': alice })]).toEqual([0, 1]);
    }
  });

  it('are bare numbers only where that is configured, and no number is anybody with a token', async () => {
    const { list, create, app } = setUp(true);
    await create('42');
    expect(await list({ 'Auth-Key': '42' })).toBe(1);
    expect(await list({ 'Auth-Key': token('guest', '42') })).toBe(0);
    expect((await postJson(app, '/query/link-guest', { guestID: 42 }, { 'Auth-Key': alice })).status).toBe(
      204,
    );
    expect(await list({ 'Auth-Key': alice })).toBe(1);
  });

  it.each<[string, unknown, string, number]>([
    ['a registered user as the guest', { guestID: bob }, alice, 403],
    ['a number, where those are not taken', { guestID: 42 }, alice, 403],
    ['a guest who takes over', { guestID: token('guest', 'x') }, token('guest', 'y'), 403],
    ['no guest', {}, alice, 400],
    ['a field too many', { guestID: 42, more: 1 }, alice, 400],
  ])('%s is refused', async (_what, body, who, status) => {
    const { app } = setUp();
    expect((await postJson(app, '/query/link-guest', body, { 'Auth-Key': who })).status).toBe(status);
  });

  it('are none where users are not told apart', async () => {
    const { app } = setUpQueries();
    expect((await app.request('/query/guests', { method: 'POST' })).status).toBe(404);
    expect((await postJson(app, '/query/link-guest', { guestID: 42 })).status).toBe(403);
  });
});
