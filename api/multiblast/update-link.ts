import { createRoute, z } from '@hono/zod-openapi';
import { PlatformError } from '../../src/errors/index.ts';
import { errorsIn, mergeErrors } from '../../src/multiblast/config-errors.ts';
import { InvalidInput } from '../../src/multiblast/invalid-input.ts';
import { parseUserMeta } from '../../src/multiblast/job-config.ts';
import { isObject } from '../../src/multiblast/members.ts';
import { updateLink } from '../../src/usecases/update-link.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { readJsonBody } from '../middleware/read-json-body.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import { ServiceJobParams } from './service-parameters.ts';
import type { Service } from './service.ts';
import { unknownFields } from './unknown-fields.ts';

const body = z
  .object({
    userMeta: z
      .object({ summary: z.string().nullable().optional(), description: z.string().nullable().optional() })
      .optional(),
  })
  .openapi('ServiceJobPatch');

const routeOf = ({ prefix, tag }: Service) =>
  createRoute({
    method: 'patch',
    path: `${prefix}/jobs/{id}`,
    tags: [tag],
    summary: 'Change your notes about a job of your collection; null clears one',
    request: {
      params: ServiceJobParams,
      body: {
        required: true,
        content: { 'application/json': { schema: body, example: { userMeta: { summary: 'Mine' } } } },
      },
    },
    responses: {
      204: { description: 'Done, also when nothing was to be changed' },
      ...serviceFaults(400, 401, 403, 404, 413, 422, 500, 503),
    },
  });

export function registerUpdateLink(app: Api, deps: ApiDeps, service: Service): void {
  app.openAPIRegistry.registerPath(routeOf(service));
  app.patch(`${service.prefix}/jobs/:id`, async (c) => {
    const patch = await readJsonBody(c, deps.maxBodyBytes);
    if (!isObject(patch)) throw new PlatformError('MALFORMED_BODY', 'Send a JSON object with userMeta.');
    const { userMeta, ...more } = patch;
    const read = parseUserMeta(userMeta);
    const general = unknownFields(more);
    if ('errors' in read || general.length > 0)
      throw new InvalidInput(mergeErrors({ general, byKey: {} }, errorsIn(read)));
    await updateLink(deps, c.req.param('id'), c.var.principal.id, read.notes);
    return c.body(null, 204);
  });
}
