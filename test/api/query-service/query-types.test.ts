import { fieldsOf, type FieldForm } from '../../../src/multiblast/blast-fields.ts';
import { programs } from '../../../src/search/program.ts';
import { jobConfig, one, setUpQueries, target } from './query-world.ts';

/** One of each type of JSON, with two that are easily taken for others. */
const values: readonly unknown[] = [null, true, 7, 'text', ['text'], { nothing: 1 }, [], {}];

const isType: Readonly<Record<string, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  text: (value) => typeof value === 'string',
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: (value) => Array.isArray(value),
};

interface Place {
  /** As the answer names it. */
  readonly path: string;
  readonly types: readonly string[];
  /** A job with this value at that place, and nothing else wrong. */
  readonly jobWith: (value: unknown) => object;
  /** Whether `null` is refused: it means "not given" everywhere else. */
  readonly isRequired?: boolean;
}

const job = { jobConfig, blastConfig: { tool: 'blastp' } };

const jobPlaces: readonly Place[] = [
  {
    path: 'jobConfig',
    types: ['object'],
    isRequired: true,
    jobWith: (value) => ({
      ...job,
      jobConfig: isType['object']?.(value) === true ? { ...Object(value), query: one } : value,
    }),
  },
  {
    path: 'blastConfig',
    types: ['object'],
    isRequired: true,
    jobWith: (value) => ({ ...job, blastConfig: value }),
  },
  { path: 'userMeta', types: ['object'], jobWith: (value) => ({ ...job, userMeta: value }) },
  ...['summary', 'description'].map((name): Place => ({
    path: `userMeta.${name}`,
    types: ['text'],
    jobWith: (value) => ({ ...job, userMeta: { [name]: value } }),
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
    jobWith: (value) => ({ ...job, jobConfig: { ...jobConfig, [name]: value } }),
  })),
  {
    path: 'jobConfig.targets[1]',
    types: ['object'],
    isRequired: true,
    jobWith: (value) => ({ ...job, jobConfig: { ...jobConfig, targets: [target, value] } }),
  },
  ...['targetDisplayName', 'targetFile'].map((name): Place => ({
    path: `jobConfig.targets[0].${name}`,
    types: ['text'],
    isRequired: true,
    jobWith: (value) => ({ ...job, jobConfig: { ...jobConfig, targets: [{ ...target, [name]: value }] } }),
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
    const jobWith = (value: unknown): object => ({ ...job, blastConfig: { tool, [name]: value } });
    return [
      { path: `blastConfig.${name}`, types: typesOfForm[nameOfForm(form)] ?? [], jobWith },
      ...membersOf(form).map(([member, type, good]): Place => ({
        path: `blastConfig.${name}.${member}`,
        types: [type],
        isRequired: form === 'range',
        jobWith: (value) => jobWith({ ...good, [member]: value }),
      })),
    ];
  }),
);

const toolPlaces: readonly Place[] = [
  {
    path: 'blastConfig.tool',
    types: ['text'],
    isRequired: true,
    jobWith: (tool) => ({ ...job, blastConfig: { tool } }),
  },
  {
    path: 'blastConfig.task',
    types: ['text'],
    jobWith: (task) => ({ ...job, blastConfig: { tool: 'blastp', task } }),
  },
];

/** What of the tree below is not named by `path`: a field may be refused for its tool as a whole. */
const coversOwn = (keys: readonly string[], path: string): boolean =>
  keys.some((key) => key === path || path.startsWith(`${key}.`));

const places = [...jobPlaces, ...toolPlaces, ...fieldPlaces];
/** A field that means other words to another tool is there more than once. */
const byPath = new Map(
  places.map(({ path }) => [path, places.filter((place) => place.path === path)] as const),
);

it.each([...byPath.keys()])(
  'a wrong type at %s is 422 at that path, and nothing there is a fault of ours',
  async (path) => {
    const { post } = setUpQueries();
    for (const { types, jobWith, isRequired = false } of byPath.get(path) ?? []) {
      for (const value of values) {
        const fits = types.some((type) => isType[type]?.(value)) || (value === null && !isRequired);
        const { status, body } = await post('/query/jobs', jobWith(value));
        if (fits) {
          expect(status).toBeLessThan(500);
          continue;
        }
        const keys = Object.keys((body['errors'] as { byKey: object } | undefined)?.byKey ?? {});
        expect({ value, status, word: body['status'], named: coversOwn(keys, path) }).toEqual({
          value,
          status: 422,
          word: 'invalid-input',
          named: true,
        });
      }
    }
  },
);

it.each(values)('%j as the whole body is 400 or names what is missing', async (value) => {
  const { post } = setUpQueries();
  const isObject = isType['object']?.(value) === true;
  expect(await post('/query/jobs', value)).toMatchObject(
    isObject
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
    async (_path, { jobWith }) => {
      const { post } = setUpQueries();
      expect((await post('/query/jobs', jobWith(nested(10)))).status).toBe(422);
      expect((await post('/query/jobs', jobWith(nested(100)))).status).toBe(400);
    },
  );

  it.each(
    shapes.filter(({ types }) => types.includes('object')).map((place) => [place.path, place] as const),
  )('with thousands of members at %s is refused in a few words', async (path, { jobWith }) => {
    const { post } = setUpQueries();
    const { status, body } = await post('/query/jobs', jobWith(crowd(3_000)));
    expect(status).toBe(422);
    expect((body['errors'] as { byKey: Record<string, string[]> }).byKey[path]).toEqual([
      expect.stringContaining('more than 100 members') as string,
    ]);
    expect(JSON.stringify(body).length).toBeLessThan(1_000);
  });
});
