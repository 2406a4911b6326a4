import { createRoute, z } from '@hono/zod-openapi';
import { principalOfCredential } from '../../src/account/credential.ts';
import { PlatformError } from '../../src/errors/index.ts';
import { linkGuest } from '../../src/usecases/link-guest.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { readJsonBody } from '../middleware/read-json-body.ts';
import { serviceFaults } from '../middleware/service-fault.ts';
import type { Service } from './service.ts';

const body = z
  .strictObject({
    guestID: z.union([z.int().positive(), z.string().max(400)]).openapi({
      description: "The guest's token; or the number of a guest, where this server takes bare numbers.",
    }),
  })
  .openapi('LinkGuest');

const routeOf = ({ prefix, tag }: Service) =>
  createRoute({
    method: 'post',
    path: `${prefix}/link-guest`,
    tags: [tag],
    summary: "Take a guest's collection over into your own, with the jobs of both services",
    request: {
      body: { required: true, content: { 'application/json': { schema: body, example: { guestID: 42 } } } },
    },
    responses: {
      204: { description: 'Done, also when there was nothing to take over' },
      ...serviceFaults(400, 401, 403, 413, 500, 503),
    },
  });

export function registerLinkGuest(app: Api, deps: ApiDeps, service: Service): void {
  const route = routeOf(service);
  app.openAPIRegistry.registerPath(route);
  app.post(route.path, async (c) => {
    const read = body.safeParse(await readJsonBody(c, deps.maxBodyBytes));
    if (!read.success)
      throw new PlatformError('MALFORMED_BODY', 'Send a JSON object with guestID, and nothing else.');
    const { auth, clock } = deps;
    const rules = auth && { ...auth, now: clock.now() };
    const guest = rules && principalOfCredential(String(read.data.guestID), rules);
    if (!guest) throw new PlatformError('FORBIDDEN', 'There is no such guest here.');
    await linkGuest(deps, c.var.principal, guest);
    return c.body(null, 204);
  });
}
