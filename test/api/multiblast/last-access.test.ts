import { expireUnused } from '../../../src/usecases/expire-unused.ts';
import { setUpServices } from './services-world.ts';

const almostAMonthMs = 29 * 86_400_000;

const looks: readonly (readonly [string, 'queryId' | 'reportId'])[] = [
  ['GET /query/jobs/{id}', 'queryId'],
  ['POST /query/statuses', 'queryId'],
  ['GET /query/jobs/{id}/result', 'queryId'],
  ['GET /query/jobs/{id}/stderr', 'queryId'],
  ['GET /report/jobs/{id}', 'reportId'],
  ['POST /report/statuses', 'reportId'],
  ['GET /report/jobs/{id}/files', 'reportId'],
  ['GET /report/jobs/{id}/files/{name}', 'reportId'],
  ['GET /report/jobs/{id}/stderr', 'reportId'],
];

/** A job that was complete for 58 days, with something done about it half-way. */
async function aged(whoIs: 'queryId' | 'reportId', halfWay: (world: World, id: string) => Promise<unknown>) {
  const world = await setUpServices();
  const id = world[whoIs];
  world.clock.advance(almostAMonthMs);
  await halfWay(world, id);
  world.clock.advance(almostAMonthMs);
  return (await expireUnused(world.deps, { unusedForDays: 30, dryRun: false })).jobIds.includes(id);
}

type World = Awaited<ReturnType<typeof setUpServices>>;

it.each(looks)('%s is a use of the results: they stay for 30 days from then', async (action, whoIs) => {
  const hasExpired = await aged(whoIs, async (world, id) => {
    const response = await world.ask(action, {
      id,
      name: 'report.txt',
      ...(action.startsWith('POST') && { body: [id] }),
    });
    expect(response.status).toBe(200);
  });
  expect(hasExpired).toBe(false);
});

it('reading the text of a query is none', async () => {
  const hasExpired = await aged('queryId', (world, id) => world.ask('GET /query/jobs/{id}/query', { id }));
  expect(hasExpired).toBe(true);
});

it.each(['queryId', 'reportId'] as const)('without a look, the results of %s expire', async (whoIs) => {
  expect(await aged(whoIs, () => Promise.resolve())).toBe(true);
});
