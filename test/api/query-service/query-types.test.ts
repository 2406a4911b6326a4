import { fieldsOf, type FieldForm } from '../../../src/multiblast/blast-fields.ts';
import { isObject } from '../../../src/multiblast/members.ts';
import { programs } from '../../../src/search/program.ts';
import { expectTypesRefused, jsonValues, type Place } from '../../support/api/json-types.ts';
import { jobConfig, one, setUpQueries, target } from './query-world.ts';

const job = { jobConfig, blastConfig: { tool: 'blastp' } };

const jobPlaces: readonly Place[] = [
  {
    path: 'jobConfig',
    types: ['object'],
    isRequired: true,
    bodyWith: (value) => ({
      ...job,
      jobConfig: isObject(value) ? { ...Object(value), query: one } : value,
    }),
  },
  {
    path: 'blastConfig',
    types: ['object'],
    isRequired: true,
    bodyWith: (value) => ({ ...job, blastConfig: value }),
  },
  { path: 'userMeta', types: ['object'], bodyWith: (value) => ({ ...job, userMeta: value }) },
  ...['summary', 'description'].map((name): Place => ({
    path: `userMeta.${name}`,
    types: ['text'],
    bodyWith: (value) => ({ ...job, userMeta: { [name]: value } }),
  })),
  ...(
    [
      ['site', 'text', true],
      ['targets', 'list', true],
      ['query', 'text', false],
      ['addToUserCollection', 'boolean', false],
    ] as const
  ).map(([name, type, isRequired]): Place => ({
    path: `jobConfig.${name}`,
    types: [type],
    isRequired,
    bodyWith: (value) => ({ ...job, jobConfig: { ...jobConfig, [name]: value } }),
  })),
  {
    path: 'jobConfig.targets[1]',
    types: ['object'],
    isRequired: true,
    bodyWith: (value) => ({ ...job, jobConfig: { ...jobConfig, targets: [target, value] } }),
  },
  ...['targetDisplayName', 'targetFile'].map((name): Place => ({
    path: `jobConfig.targets[0].${name}`,
    types: ['text'],
    isRequired: true,
    bodyWith: (value) => ({ ...job, jobConfig: { ...jobConfig, targets: [{ ...target, [name]: value }] } }),
  })),
];

const typesOfForm: Readonly<Record<string, readonly string[]>> = {
  boolean: ['boolean'],
  integer: ['number'],
  number: ['number'],
  text: ['text'],
  numericText: ['text'],
  bigInteger: ['number', 'text'],
  range: ['object'],
  words: ['text'],
  filter: ['object'],
};

/** The names of a field's members with the type of each. */
function membersOf(form: FieldForm): readonly (readonly [name: string, type: string, good: object])[] {
  if (form === 'range')
    return [
      ['start', 'number', { stop: 90 }],
      ['stop', 'number', { start: 1 }],
    ];
  if (typeof form !== 'object' || !('filter' in form)) return [];
  return [
    ...form.switches.map((name) => [name, 'boolean', {}] as const),
    ...form.filter.fields.map(({ name }) => [name, 'number', {}] as const),
  ];
}

const nameOfForm = (form: FieldForm): string =>
  typeof form !== 'object' ? form : 'filter' in form ? 'filter' : 'words';

const fieldPlaces: readonly Place[] = programs.flatMap((tool) =>
  fieldsOf(tool).flatMap(({ name, form }): readonly Place[] => {
    const bodyWith = (value: unknown): object => ({ ...job, blastConfig: { tool, [name]: value } });
    return [
      { path: `blastConfig.${name}`, types: typesOfForm[nameOfForm(form)] ?? [], bodyWith },
      ...membersOf(form).map(([member, type, good]): Place => ({
        path: `blastConfig.${name}.${member}`,
        types: [type],
        isRequired: form === 'range',
        bodyWith: (value) => bodyWith({ ...good, [member]: value }),
      })),
    ];
  }),
);

const toolPlaces: readonly Place[] = [
  {
    path: 'blastConfig.tool',
    types: ['text'],
    isRequired: true,
    bodyWith: (tool) => ({ ...job, blastConfig: { tool } }),
  },
  {
    path: 'blastConfig.task',
    types: ['text'],
    bodyWith: (task) => ({ ...job, blastConfig: { tool: 'blastp', task } }),
  },
];

const places = [...jobPlaces, ...toolPlaces, ...fieldPlaces];
/** A field that means other words to another tool is there more than once. */
const byPath = new Map(
  places.map(({ path }) => [path, places.filter((place) => place.path === path)] as const),
);

it.each([...byPath.keys()])(
  'a wrong type at %s is 422 at that path, and nothing there is a fault of ours',
  async (path) => {
    const { post } = setUpQueries();
    for (const place of byPath.get(path) ?? [])
      await expectTypesRefused(place, (body) => post('/query/jobs', body));
  },
);

it.each(jsonValues)('%j as the whole body is 400 or names what is missing', async (value) => {
  const { post } = setUpQueries();
  expect(await post('/query/jobs', value)).toMatchObject(
    isObject(value)
      ? { status: 422, body: { errors: { byKey: { jobConfig: [/object/], blastConfig: [/object/] } } } }
      : { status: 400, body: { status: 'bad-request' } },
  );
});

const nested = (depth: number): unknown => (depth === 0 ? 'x' : { deep: [nested(depth - 1)] });
const crowd = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${String(index)}`, index]));

describe('a job beyond any use', () => {
  const shapes = [...byPath.values()].flatMap(([place]) => place ?? []);

  it.each(shapes.map((place) => [place.path, place] as const))(
    'nested deeply at %s is refused there or as a whole',
    async (_path, { bodyWith }) => {
      const { post } = setUpQueries();
      expect((await post('/query/jobs', bodyWith(nested(10)))).status).toBe(422);
      expect((await post('/query/jobs', bodyWith(nested(100)))).status).toBe(400);
    },
  );

  it.each(
    shapes.filter(({ types }) => types.includes('object')).map((place) => [place.path, place] as const),
  )('with thousands of members at %s is refused in a few words', async (path, { bodyWith }) => {
    const { post } = setUpQueries();
    const { status, body } = await post('/query/jobs', bodyWith(crowd(3_000)));
    expect(status).toBe(422);
    expect((body['errors'] as { byKey: Record<string, string[]> }).byKey[path]).toEqual([
      expect.stringContaining('more than 100 members') as string,
    ]);
    expect(JSON.stringify(body).length).toBeLessThan(1_000);
  });
});
