import { createRoute, z } from '@hono/zod-openapi';
import type { MoleculeType } from '../../src/database/database.ts';
import type { SiteTarget } from '../../src/ports/site-catalogue.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { serviceFaults } from '../middleware/service-fault.ts';

const databaseNames = z.array(z.string()).optional();

const TargetTreeSchema = z
  .record(
    z.string(),
    z.record(
      z.string(),
      z.object({ naTargets: databaseNames, aaTargets: databaseNames }).openapi('TargetDatabases'),
    ),
  )
  .openapi('TargetTree');

const route = createRoute({
  method: 'get',
  path: '/query/targets',
  tags: ['query service'],
  summary: 'What can be searched: by site and target, databases of nucleotides and of proteins',
  description:
    'The newest build of each site. A database of several volumes, or an alias of others, is one name.',
  responses: {
    200: {
      description: 'By site, then by target; empty where no sites are configured',
      content: { 'application/json': { schema: TargetTreeSchema } },
    },
    ...serviceFaults(500, 503),
  },
});

export function registerListTargets(app: Api, { sites }: ApiDeps): void {
  app.openapi(route, async (c) => c.json(treeOf(await sites.targets()), 200));
}

function treeOf(targets: readonly SiteTarget[]): z.infer<typeof TargetTreeSchema> {
  const tree: Record<string, Record<string, object>> = {};
  for (const found of targets) {
    const ofSite = (tree[found.site] ??= {});
    ofSite[found.target] = {
      ...named('naTargets', found, 'nucleotide'),
      ...named('aaTargets', found, 'protein'),
    };
  }
  return tree;
}

/** Left out where there are none, as clients know it. */
function named(key: string, { databases }: SiteTarget, type: MoleculeType): object {
  const names = databases.filter(({ moleculeType }) => moleculeType === type).map(({ name }) => name);
  return names.length === 0 ? {} : { [key]: names };
}
