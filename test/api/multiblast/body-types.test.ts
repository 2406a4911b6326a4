import { isObject } from '../../../src/multiblast/members.ts';
import { expectTypesRefused, jsonValues, type Place } from '../../support/api/json-types.ts';
import { expectFault } from './expect-fault.ts';
import { setUpServices } from './services-world.ts';

const places: readonly Place[] = [
  { path: 'userMeta', types: ['object'], bodyWith: (userMeta) => ({ userMeta }) },
  ...['summary', 'description'].map((name): Place => ({
    path: `userMeta.${name}`,
    types: ['text'],
    bodyWith: (value) => ({ userMeta: { [name]: value } }),
  })),
];

describe.each([
  ['/query', 'queryId'],
  ['/report', 'reportId'],
] as const)('%s', (prefix, whoIs) => {
  async function setUp() {
    const world = await setUpServices();
    const send = async (action: string, body: unknown) => {
      const response = await world.ask(action.replace(' ', ` ${prefix}`), { id: world[whoIs], body });
      const text = await response.text();
      const answer = {
        status: response.status,
        body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
      };
      if (answer.status >= 400) expectFault(answer);
      return answer;
    };
    return { id: world[whoIs], send };
  }

  it.each(places.map((place) => [place.path, place] as const))(
    'a wrong type at %s of a change of notes is 422 at that path',
    async (_path, place) => {
      const { send } = await setUp();
      await expectTypesRefused(place, (body) => send('PATCH /jobs/{id}', body));
    },
  );

  it.each(jsonValues)(
    '%j as a whole is no change of notes, unless it is an object that says nothing',
    async (value) => {
      const { send } = await setUp();
      const isEmpty = isObject(value) && JSON.stringify(value) === '{}';
      const expected = isEmpty ? 204 : isObject(value) ? 422 : 400;
      expect((await send('PATCH /jobs/{id}', value)).status).toBe(expected);
    },
  );

  it.each(jsonValues)('%j is no list of ids, unless it is a list of texts', async (value) => {
    const { send } = await setUp();
    const isList = Array.isArray(value);
    const { status, body } = await send('POST /statuses', value);
    expect(status).toBe(isList ? 200 : 400);
    if (isList) expect(body).toEqual({});
  });

  it.each(jsonValues.filter((value) => typeof value !== 'string'))(
    '%j in a list of ids is 400',
    async (value) => {
      const { id, send } = await setUp();
      expect((await send('POST /statuses', [id, value])).status).toBe(400);
    },
  );

  it('more than 1,000 ids are 400', async () => {
    const { id, send } = await setUp();
    const ids = (count: number): string[] => Array.from({ length: count }, () => id);
    expect((await send('POST /statuses', ids(1_000))).status).toBe(200);
    expect((await send('POST /statuses', ids(1_001))).status).toBe(400);
  });

  it.each(jsonValues)('%j as a whole names no guest: 400', async (value) => {
    const { send } = await setUp();
    expect((await send('POST /link-guest', value)).status).toBe(400);
  });

  it.each([...jsonValues, 0, -1, 1.5, 2 ** 53, '', 'x'.repeat(401)])(
    '%j as the guest is 400, or 403 where it has the form of one',
    async (guestID) => {
      const { send } = await setUp();
      const isFormed = guestID === 7 || guestID === 'text' || guestID === '';
      expect((await send('POST /link-guest', { guestID })).status).toBe(isFormed ? 403 : 400);
    },
  );
});

it.each([
  ['POST /query/jobs'],
  ['POST /report/jobs'],
  ['PATCH /query/jobs/{id}'],
  ['PATCH /report/jobs/{id}'],
  ['POST /query/statuses'],
  ['POST /report/statuses'],
  ['POST /query/link-guest'],
  ['POST /report/link-guest'],
])('%s refuses what is no JSON, too deep or too long, in the form of the services', async (action) => {
  const world = await setUpServices();
  for (const [body, status] of [
    ['', 400],
    ['{', 400],
    ['{"a":1,}', 400],
    ['"\\ud800"', 400],
    ['['.repeat(100) + ']'.repeat(100), 400],
    [JSON.stringify('x'.repeat(world.deps.maxBodyBytes)), 413],
  ] as const) {
    const response = await world.ask(action, { id: world.queryId, body });
    expect([body.slice(0, 20), response.status]).toEqual([body.slice(0, 20), status]);
    expectFault({ status, body: await response.json() });
  }
});
