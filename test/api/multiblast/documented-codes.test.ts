import { createDescribedSchemas, operations } from '../../support/api/described-operations.ts';
import { documented } from './documented-codes.ts';
import { expectFault } from './expect-fault.ts';
import { actionNamed, actions, openRoutes, proofFor } from './service-actions.ts';
import { setUpServices } from './services-world.ts';

it('the table has every route of both services, and nothing else', async () => {
  const { app } = await setUpServices();
  const routes = app.routes.filter(
    ({ method, path }) => method !== 'ALL' && /^\/(query|report)\//.test(path),
  );
  const names = new Set(routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`));
  const expected = [...Object.keys(documented), ...openRoutes].sort();
  expect([...names].sort()).toEqual(expected);
  expect(actions.map(({ name }) => name).sort()).toEqual(Object.keys(documented).sort());
});

const { ajv, absolute } = createDescribedSchemas({ strict: false });

/** The answer is as the description has it: its media type and, for JSON, its schema. */
async function expectDescribed(name: string, response: Response): Promise<unknown> {
  const { operation } = operations.find((one) => one.name === name) ?? {};
  const described = operation?.responses[String(response.status)];
  expect([name, response.status, described?.description]).toEqual([
    name,
    response.status,
    expect.any(String),
  ]);
  const [[mediaType, { schema }] = [undefined, { schema: {} }]] = Object.entries(described?.content ?? {});
  const sent = response.headers.get('content-type')?.split(';')[0];
  if (mediaType !== '*/*') expect(sent).toBe(mediaType);
  const text = await response.text();
  if (mediaType !== 'application/json') return text;
  const body: unknown = JSON.parse(text);
  const validate = ajv.compile(absolute(schema));
  expect([validate(body), validate.errors]).toEqual([true, null]);
  return body;
}

const rows = Object.entries(documented).flatMap(([name, codes]) =>
  Object.entries(codes).map(([status, how]) => [name, Number(status), how] as const),
);

it.each(rows)('%s answers %i', async (name, status, how) => {
  const world = await setUpServices();
  const action = actionNamed(name);
  const call = { ...(await action.good(world)), ...(await how(world)) };
  const response = await world.ask(name, call, proofFor(action));
  expect(response.status).toBe(status);
  const [body, requestId] = [
    await expectDescribed(name, response),
    response.headers.get('x-request-id') ?? '',
  ];
  if (status >= 400) expectFault({ status, body, requestId });
  if (status === 204) expect(body).toBe('');
});
