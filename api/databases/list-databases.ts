import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '../../src/database/database.ts';
import type { Api, ApiDeps } from '../environment.ts';
import { problems } from '../middleware/problem-responses.ts';

const DatabaseSchema = z
  .object({
    name: z.string(),
    title: z.string(),
    dbtype: z.enum(['nucl', 'prot']),
    profiles: z.enum(['rps', 'delta']).optional(),
    number_of_sequences: z.int(),
    number_of_letters: z.int(),
    number_of_volumes: z.int(),
    bytes_total: z.int(),
    last_updated: z.string(),
    taxonomy: z.boolean().openapi({ description: 'Whether taxids can restrict a search of it.' }),
    masking_algorithms: z
      .array(
        z
          .object({
            id: z.int(),
            name: z.string(),
            options: z.string(),
            description: z.string(),
          })
          .openapi('MaskingAlgorithm'),
      )
      .openapi({ description: 'What db_soft_mask and db_hard_mask may name, by id or name.' }),
    fingerprint: z.string(),
  })
  .openapi('Database');

const route = createRoute({
  method: 'get',
  path: '/v1/databases',
  tags: ['databases'],
  summary: 'The databases that searches may name',
  responses: {
    200: {
      description: 'All of them, sorted by name',
      content: {
        'application/json': {
          schema: z
            .object({ databases: z.array(DatabaseSchema), count: z.int(), container: z.string() })
            .openapi('DatabaseList'),
        },
      },
    },
    ...problems(401, 503),
  },
});

export function registerListDatabases(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const databases = (await deps.catalogue.list()).map(viewDatabase);
    return c.json({ databases, count: databases.length, container: 'blast-db' }, 200);
  });
}

function viewDatabase(database: Database): z.infer<typeof DatabaseSchema> {
  return {
    name: database.name,
    title: database.title,
    dbtype: database.moleculeType === 'protein' ? 'prot' : 'nucl',
    ...(database.profiles === undefined ? {} : { profiles: database.profiles }),
    number_of_sequences: database.sequenceCount,
    number_of_letters: database.letterCount,
    number_of_volumes: database.volumes.length,
    bytes_total: database.sizeBytes,
    last_updated: database.buildDate,
    taxonomy: database.taxonomy === 'present',
    masking_algorithms: database.masks.map(({ id, name, options, description }) => ({
      id,
      name,
      options,
      description,
    })),
    fingerprint: database.fingerprint,
  };
}
