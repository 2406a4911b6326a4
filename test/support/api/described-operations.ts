import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../../api/openapi-document.ts';

type Content = Record<string, { readonly schema: object; readonly example?: unknown }>;

export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Record<string, { readonly description: string; readonly content?: Content }>;
}

interface Description {
  readonly openapi: string;
  readonly info: Record<string, unknown>;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

export const description = openApiDocument() as Description;

/** Every operation that is described; `name` as `GET /jobs/{id}`. */
export const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    method,
    path,
    operation,
  })),
);

/** JSON Schema 2020-12 with the description's components; a schema of an operation is compiled as `absolute` gives it. */
export function createDescribedSchemas({ strict }: { readonly strict: boolean }) {
  const ajv = new Ajv2020({ strict, allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addFormat('binary', true).addKeyword('example').addKeyword('components');
  ajv.addSchema({ $id: 'api', components: description.components });
  const absolute = (schema: object): object =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as object;
  return { ajv, absolute };
}
