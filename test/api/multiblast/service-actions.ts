import { expireJob } from '../../support/api/move-job.ts';
import { blastConfig, jobConfig } from '../query-service/query-world.ts';
import { asAdmin, asAlice, guest, type Call, type Proof, type ServicesWorld } from './services-world.ts';

/** What clients ask of the services, each with a request that succeeds. */
export interface Action {
  /** As the description names it: `GET /query/jobs/{id}`. */
  readonly name: string;
  /** Who may ask; nobody is who needs no credential. */
  readonly who: 'user' | 'administrator' | 'nobody';
  readonly good: (world: ServicesWorld) => Call | Promise<Call>;
}

const nothing = (): Call => ({});

/** @param idOf - a job of the service that is complete */
const shared = (prefix: '/query' | '/report', idOf: (world: ServicesWorld) => string): readonly Action[] => {
  const ofJob = (world: ServicesWorld): Call => ({ id: idOf(world) });
  const user = (method: string, path: string, good: Action['good'] = ofJob): Action => ({
    name: `${method} ${prefix}${path}`,
    who: 'user',
    good,
  });
  const administrator = (method: string, path: string, good: Action['good']): Action => ({
    ...user(method, `/maintenance/${path}`, good),
    who: 'administrator',
  });
  return [
    user('GET', '/jobs', nothing),
    user('GET', '/jobs/{id}'),
    user('POST', '/jobs/{id}', (world) => expired(world, idOf(world))),
    user('PATCH', '/jobs/{id}', (world) => ({ id: idOf(world), body: { userMeta: { summary: 'Mine' } } })),
    user('DELETE', '/jobs/{id}'),
    user('GET', '/jobs/{id}/stderr'),
    user('POST', '/statuses', (world) => ({ body: [idOf(world)] })),
    user('POST', '/link-guest', () => ({ body: { guestID: guest } })),
    administrator('DELETE', 'cache', nothing),
    administrator('DELETE', 'cache/{id}', ofJob),
    administrator('GET', 'broken-jobs', nothing),
  ];
};

const ofQuery = ({ queryId: id }: ServicesWorld): Call => ({ id });
const ofReport = ({ reportId: id }: ServicesWorld): Call => ({ id });

export const actions: readonly Action[] = [
  { name: 'POST /query/jobs', who: 'user', good: () => ({ body: { jobConfig, blastConfig } }) },
  ...shared('/query', ({ queryId }) => queryId),
  { name: 'GET /query/jobs/{id}/query', who: 'user', good: ofQuery },
  { name: 'GET /query/jobs/{id}/result', who: 'user', good: ofQuery },
  { name: 'GET /query/targets', who: 'nobody', good: nothing },
  { name: 'POST /query/guests', who: 'nobody', good: nothing },
  { name: 'POST /report/jobs', who: 'user', good: ({ queryId }) => ({ body: { queryJobID: queryId } }) },
  ...shared('/report', ({ reportId }) => reportId),
  { name: 'GET /report/jobs/{id}/files', who: 'user', good: ofReport },
  {
    name: 'GET /report/jobs/{id}/files/{name}',
    who: 'user',
    good: (world) => ({ ...ofReport(world), name: 'report.txt' }),
  },
];

/** How services say what they are, to everybody; see the tests of the system. */
export const openRoutes = ['health', 'metrics', 'api'].flatMap((name) =>
  ['/query', '/report'].map((prefix) => `GET ${prefix}/${name}`),
);

export function proofFor({ who }: Action): Proof {
  return { user: asAlice, administrator: asAdmin, nobody: {} }[who];
}

export function actionNamed(name: string): Action {
  const action = actions.find((one) => one.name === name);
  if (!action) throw new Error(`there is no action ${name}`);
  return action;
}

/** What a restart needs: results that are gone, and a moment later. */
export async function expired(world: ServicesWorld, id: string): Promise<Call> {
  await expireJob(world, id);
  world.clock.advance(1_000);
  return { id };
}
