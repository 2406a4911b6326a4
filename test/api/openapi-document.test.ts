import { isServicePath } from '../../api/middleware/service-fault.ts';
import { createDescribedSchemas, description, operations } from '../support/api/described-operations.ts';
import { createFakePlatform } from '../support/api/fake-platform.ts';
import { postJson } from '../support/api/requests.ts';

/** Pages and files for people, not part of the API. */
const undescribed = [
  'GET /',
  'GET /docs',
  'GET /docs/start.js',
  'GET /docs/swagger-ui.css',
  'GET /docs/swagger-ui-bundle.js',
  'GET /openapi.json',
  'GET /query/api',
  'GET /report/api',
];

it('every route is described, and everything described is a route', () => {
  const routes = createFakePlatform().app.routes.filter(({ method }) => method !== 'ALL');
  const names = new Set(routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`));
  expect([...names].filter((name) => !undescribed.includes(name)).sort()).toEqual(
    operations.map(({ name }) => name).sort(),
  );
});

it('is what the server answers', async () => {
  expect(await (await createFakePlatform().app.request('/openapi.json')).json()).toEqual(
    JSON.parse(JSON.stringify(description)),
  );
});

it('says which version of OpenAPI it is, and lists every tag it uses', () => {
  expect(description.openapi).toBe('3.1.0');
  expect(description.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  const tags = description.tags.map(({ name }) => name);
  expect(
    operations.flatMap(({ operation }) => operation.tags ?? []).filter((tag) => !tags.includes(tag)),
  ).toEqual([]);
});

it('every schema compiles as JSON Schema 2020-12, strictly, with all references found', () => {
  const { ajv, absolute } = createDescribedSchemas({ strict: true });
  const schemas = operations.flatMap(({ operation }) => [
    ...(operation.parameters ?? []).map(({ schema }) => schema),
    ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema),
    ...Object.values(operation.responses).flatMap(({ content }) =>
      Object.values(content ?? {}).map(({ schema }) => schema),
    ),
  ]);
  expect(schemas.length).toBeGreaterThan(50);
  for (const schema of schemas) expect(() => ajv.compile(absolute(schema))).not.toThrow();
});

describe.each(operations)('$name', ({ path, method, operation }) => {
  it('has a summary, a tag, its path parameters and described answers', () => {
    expect(operation.summary).toEqual(expect.any(String));
    expect(operation.tags).toHaveLength(1);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const declared = (operation.parameters ?? []).filter((one) => one.in === 'path');
    expect(declared.map(({ name }) => name).sort()).toEqual(named.sort());
    expect(declared.every(({ required }) => required === true)).toBe(true);
    for (const [status, { description: said }] of Object.entries(operation.responses)) {
      expect(status).toMatch(/^[1-5]\d\d$/);
      expect(said).toBeTruthy();
    }
  });

  it('describes the errors that everything may answer', () => {
    if (operation.tags?.includes('system') === true) return;
    const statuses = Object.keys(operation.responses);
    if (isServicePath(path)) {
      expect(statuses).toEqual(expect.arrayContaining(['500', '503']));
      const fault = operation.responses['503']?.content?.['application/json']?.schema;
      expect(fault).toEqual({ $ref: '#/components/schemas/ServiceFault' });
      return;
    }
    expect(statuses).toEqual(expect.arrayContaining(['401', '503', ...(method === 'get' ? [] : ['403'])]));
    const problem = operation.responses['401']?.content?.['application/problem+json']?.schema;
    expect(problem).toEqual({ $ref: '#/components/schemas/Problem' });
  });

  const json = operation.requestBody?.content['application/json'];
  if (json) {
    it('accepts its own example', async () => {
      expect(json.example).toBeDefined();
      const { status } = await postJson(createFakePlatform().app, path, json.example);
      // Of these services the examples name sites and jobs that are not there.
      if (isServicePath(path)) expect([200, 400, 403, 404, 422]).toContain(status);
      else expect(status).toBe(202);
    });
  }
});

it('the answers of a whole story are as described', async () => {
  const { app } = createFakePlatform();
  const { ajv } = createDescribedSchemas({ strict: false });
  const check = (name: string, body: unknown): void => {
    const validate = ajv.getSchema(`api#/components/schemas/${name}`);
    expect([name, validate?.(body), validate?.errors]).toEqual([name, true, null]);
  };
  const read = async (path: string): Promise<unknown> => (await app.request(path)).json();
  const example = description.paths['/v1/jobs']?.['post']?.requestBody?.content['application/json']?.example;
  const accepted = (await (await postJson(app, '/v1/jobs', example)).json()) as {
    job_id: string;
    job: { id: string };
  };
  check('Accepted', accepted);
  check('SubmissionStatus', await read(`/v1/jobs/${accepted.job_id}/status`));
  check('SubmissionList', await read('/v1/jobs'));
  check('Job', await read(`/jobs/${accepted.job.id}`));
  check('JobReports', await read(`/jobs/${accepted.job.id}/reports`));
  check('DatabaseList', await read('/v1/databases'));
  check('Problem', await read('/v1/jobs/abcdef/status'));
  check('Health', await read('/healthz'));
  check('ServiceHealth', await read('/query/health'));
});
