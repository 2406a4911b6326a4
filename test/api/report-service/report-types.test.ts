import { isObject } from '../../../src/multiblast/members.ts';
import {
  optionFields,
  reportConfigFields,
  type OptionField,
} from '../../../src/multiblast/report-config-fields.ts';
import { formatterOptionRules } from '../../../src/report/index.ts';
import { expectTypesRefused, jsonValues, type Place } from '../../support/api/json-types.ts';
import { setUpReports } from './report-world.ts';

const typesOfField = (name: string): readonly string[] => {
  if (name === 'formatType') return ['text'];
  if (name === 'formatFields') return ['list'];
  const field: OptionField | undefined = optionFields[name as keyof typeof optionFields];
  if (field.words) return ['text'];
  return (formatterOptionRules[field.option]?.range ?? null) === null ? ['boolean'] : ['number'];
};

const places: readonly Place[] = [
  { path: 'queryJobID', types: ['text'], isRequired: true, bodyWith: (queryJobID) => ({ queryJobID }) },
  { path: 'addToUserCollection', types: ['boolean'], bodyWith: (value) => ({ addToUserCollection: value }) },
  { path: 'blastConfig', types: ['object'], bodyWith: (value) => ({ blastConfig: value }) },
  { path: 'userMeta', types: ['object'], bodyWith: (value) => ({ userMeta: value }) },
  ...['summary', 'description'].map((name): Place => ({
    path: `userMeta.${name}`,
    types: ['text'],
    bodyWith: (value) => ({ userMeta: { [name]: value } }),
  })),
  ...reportConfigFields.map((name): Place => ({
    path: `blastConfig.${name}`,
    types: typesOfField(name),
    bodyWith: (value) => ({ blastConfig: { [name]: value } }),
  })),
];

async function setUp() {
  const { post, queryId, launcher } = await setUpReports();
  const create = (body: object) => post('/report/jobs', { queryJobID: queryId, ...body });
  return { post, create, launcher };
}

it.each(places.map((place) => [place.path, place] as const))(
  'a wrong type at %s is 422 at that path, and nothing there is a fault of ours',
  async (_path, place) => {
    const { create } = await setUp();
    await expectTypesRefused(place, create);
  },
);

it.each(jsonValues)('%j as an element of formatFields is refused there', async (value) => {
  const { create } = await setUp();
  const blastConfig = { formatType: 'tabular', formatFields: ['std', value] };
  expect(await create({ blastConfig })).toMatchObject({
    status: 422,
    body: { errors: { byKey: { 'blastConfig.formatFields': [expect.any(String)] } } },
  });
});

it.each(jsonValues)('%j as the whole body is 400 or names what is missing', async (value) => {
  const { post } = await setUp();
  expect(await post('/report/jobs', value)).toMatchObject(
    isObject(value)
      ? { status: 422, body: { errors: { byKey: { queryJobID: [/id of a query job/] } } } }
      : { status: 400, body: { status: 'bad-request' } },
  );
});

it.each<[string, object, string, RegExp | undefined]>([
  ['beside queryJobID', { more: 1 }, 'general', /"more"/],
  ['of blastConfig', { blastConfig: { more: 1 } }, 'blastConfig.more', undefined],
  ['of userMeta', { userMeta: { more: 1 } }, 'userMeta.more', undefined],
])('an unknown field %s is 422, and starts nothing', async (_where, body, key, message) => {
  const { create, launcher } = await setUp();
  const before = launcher.started.length;
  const answer = await create(body);
  expect(answer.status).toBe(422);
  const { general, byKey } = answer.body['errors'] as { general: string[]; byKey: Record<string, string[]> };
  if (message) expect(general).toEqual([expect.stringMatching(message)]);
  else expect(Object.keys(byKey)).toEqual([key]);
  expect(launcher.started).toHaveLength(before);
});
