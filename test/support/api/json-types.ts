import { isObject } from '../../../src/multiblast/members.ts';

/** One of each type of JSON, with two that are easily taken for others. */
export const jsonValues: readonly unknown[] = [null, true, 7, 'text', ['text'], { nothing: 1 }, [], {}];

const isType: Readonly<Record<string, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  text: (value) => typeof value === 'string',
  object: isObject,
  list: (value) => Array.isArray(value),
};

/** A place in a JSON body. */
export interface Place {
  /** As the answer names it. */
  readonly path: string;
  readonly types: readonly string[];
  /** A body with this value at that place, and nothing else wrong. */
  readonly bodyWith: (value: unknown) => object;
  /** Whether `null` is refused: it means "not given" everywhere else. */
  readonly isRequired?: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Expects 422 at the path of the place for every value of a wrong type, and no fault of ours for the others. */
export async function expectTypesRefused(
  { path, types, bodyWith, isRequired = false }: Place,
  send: (body: object) => Promise<Answer>,
): Promise<void> {
  for (const value of jsonValues) {
    const fits = types.some((type) => isType[type]?.(value)) || (value === null && !isRequired);
    const { status, body } = await send(bodyWith(value));
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

/** What of the tree below is not named by `path`: a field may be refused for its tool as a whole. */
const coversOwn = (keys: readonly string[], path: string): boolean =>
  keys.some((key) => key === path || path.startsWith(`${key}.`));
