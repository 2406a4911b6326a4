import { links } from '../../../src/account/link.ts';
import { submissions } from '../../../src/account/submission.ts';
import { objectKeys } from '../../../src/job/keys.ts';
import { jobs } from '../../../src/job/record.ts';
import { completeJob, jobRow, runJob } from '../../support/api/move-job.ts';
import { unzip } from '../../support/api/unzip.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { one, two } from '../query-service/query-world.ts';
import { storedText } from '../../support/fakes/stored-text.ts';
import { secondServer } from './second-server.ts';
import { actions, expired } from './service-actions.ts';
import {
  alice,
  apiToken,
  asAdmin,
  asAlice,
  asBob,
  guest,
  requestOf,
  secret,
  setUpServices,
  type Proof,
  type ServicesWorld,
} from './services-world.ts';

type Entry = Readonly<Record<string, string>>;
const list = async ({ json }: ServicesWorld, path: string, headers = asAlice): Promise<readonly Entry[]> =>
  (await json(`GET ${path}`, {}, headers)) as unknown as readonly Entry[];

it('details and list say when a job was first asked for, whatever has become of it since', async () => {
  const world = await setUpServices();
  const { queryId, clock, json } = world;
  const createdOn = clock.now().toISOString();
  const dates = async () => [
    (await json('GET /query/jobs/{id}', { id: queryId }))['createdOn'],
    (await list(world, '/query/jobs')).find(({ queryJobID }) => queryJobID === queryId)?.['createdOn'],
  ];
  expect(await dates()).toEqual([createdOn, createdOn]);
  clock.advance(86_400_000);
  await world.ask('POST /query/jobs/{id}', await expired(world, queryId));
  expect(await dates()).toEqual([createdOn, createdOn]);
});

it.each([
  ['GET /query/jobs/{id}', '/query/jobs', 'queryId'],
  ['GET /report/jobs/{id}', '/report/jobs', 'reportId'],
] as const)(
  'of %s it is save_job, not saveJob, that keeps a look from linking',
  async (action, path, whoIs) => {
    const world = await setUpServices();
    const id = world[whoIs];
    await world.ask(action, { id, parameters: '?save_job=false' }, asBob);
    expect(await list(world, path, asBob)).toEqual([]);
    await world.ask(action, { id, parameters: '?saveJob=false' }, asBob);
    expect(await list(world, path, asBob)).toHaveLength(1);
  },
);

it('making, following and fetching a report links no query job', async () => {
  const world = await setUpServices();
  const id = await world.createReport(world.queryId, { blastConfig: { formatType: 'csv' } }, asBob);
  await completeJob(world, id, [{ name: 'report.csv', text: 'x' }]);
  await world.ask('GET /report/jobs/{id}', { id }, asBob);
  await world.ask('GET /report/jobs/{id}/files/{name}', { id, name: 'report.csv' }, asBob);
  expect(await list(world, '/query/jobs', asBob)).toEqual([]);
  expect((await list(world, '/report/jobs', asBob)).map((entry) => entry['reportJobID'])).toEqual([id]);
});

/** Everything that outlives a request: objects, rows, and what runs are told; and the log. */
async function everythingKept({ objects, documents, launcher, log }: ServicesWorld): Promise<string> {
  const { objects: found } = await objects.list('');
  const texts = found.map(
    async ({ key }) => `${key}
${await storedText(objects, key)}`,
  );
  const rows = [documents.find(jobs, {}), documents.find(links, {}), documents.find(submissions, {})];
  return JSON.stringify([await Promise.all(texts), await Promise.all(rows), launcher.started, log]);
}

it('no token is stored with a job, nor logged, however it was sent', async () => {
  const world = await setUpServices();
  const ways: readonly (readonly [Proof, string])[] = [
    [asAlice, ''],
    [{ Authorization: `Bearer ${alice}` }, ''],
    [{ Cookie: `Authorization=${alice}` }, ''],
    [{}, `?Auth-Key=${alice}`],
    [asAdmin, ''],
  ];
  for (const { name, good } of actions)
    for (const [headers, parameters] of ways)
      await world.ask(name, { ...(await good(world)), headers, parameters });
  const kept = await everythingKept(world);
  expect(kept).toContain('user:alice');
  const { token: newGuest } = (await world.json('POST /query/guests')) as { token: string };
  for (const token of [alice, guest, newGuest, apiToken, secret])
    expect(kept).not.toContain(token.split('.').at(-1));
});

it('a list of many jobs opens no query, and asks for all rows at once', async () => {
  const world = await setUpServices();
  for (let count = 0; count < 30; count += 1)
    await world.createQuery(one + two.replace('>two', `>two${String(count)}`));
  const calls: string[] = [];
  const counted = <T extends object>(port: T): T =>
    interceptCalls(port, (method, proceed) => {
      calls.push(method);
      return proceed();
    });
  const app = secondServer(world.deps, counted);
  const response = await app.request(...requestOf('GET /query/jobs', { headers: asAlice }));
  expect(await response.json()).toHaveLength(32);
  expect(calls).toEqual(['find', 'getMany']);
});

it('report.zip does not hold itself, however often it is asked for', async () => {
  const { ask, reportId: id } = await setUpServices();
  for (let time = 0; time < 3; time += 1) {
    const zip = await ask('GET /report/jobs/{id}/files/{name}', { id, name: 'report.zip' });
    expect([...(await unzip(Buffer.from(await zip.arrayBuffer()))).keys()]).toEqual(['report.txt']);
    const files = await (await ask('GET /report/jobs/{id}/files', { id })).json();
    expect((files as Entry[]).map(({ name }) => name)).toEqual(['report.txt', 'report.zip']);
  }
});

it('a report of which some files are written is not read before all are', async () => {
  const world = await setUpServices();
  const { queuedReportId: id, objects, ask } = world;
  await runJob(world, id);
  await objects.put(objectKeys.artifact(id, (await jobRow(world, id)).runId, 'report.xml'), '<half');
  for (const action of ['GET /report/jobs/{id}/files', 'GET /report/jobs/{id}/files/{name}'])
    expect((await ask(action, { id, name: 'report.xml' })).status).toBe(403);
});
