import type { ApiDeps } from '../../../api/environment.ts';
import { signToken } from '../../../src/account/token.ts';
import { completeSearch } from '../../support/api/complete-search.ts';
import { completeJob } from '../../support/api/move-job.ts';
import { blastConfig, jobConfig, knownSites, one, setUpQueries, two } from '../query-service/query-world.ts';

export const secret = 'a-secret-of-thirty-two-characters';
export const apiToken = 'a-long-random-text-of-administrators';

export const token = (
  role: 'user' | 'guest',
  subject: string,
  {
    expiresAtSeconds = null,
    secret: key = secret,
  }: { expiresAtSeconds?: number | null; secret?: string } = {},
): string => signToken({ role, subject, issuedAtSeconds: 1, expiresAtSeconds }, key);

export const alice = token('user', 'alice');
export const bob = token('user', 'bob');
export const guest = token('guest', 'g1');

/** The headers that prove who asks. */
export type Proof = Readonly<Record<string, string>>;
export const asAlice: Proof = { 'Auth-Key': alice };
export const asBob: Proof = { 'Auth-Key': bob };
export const asAdmin: Proof = { 'Admin-Token': apiToken };

/** A request to one of the services. */
export interface Call {
  readonly id?: string;
  /** Of a file. */
  readonly name?: string;
  /** Behind the path, for example `?download=true`. */
  readonly parameters?: string;
  readonly body?: unknown;
  readonly headers?: Proof;
}

export type ServicesWorld = Awaited<ReturnType<typeof setUpServices>>;

/**
 * The API over fakes, where users are told apart: a query job of two sequences and a report of it that are complete, and
 * one of each that is queued, all in the collection of alice.
 */
export async function setUpServices(change: Partial<ApiDeps> = {}) {
  let sites = knownSites;
  const world = setUpQueries({
    auth: { secret, allowGuestNumbers: false },
    apiToken,
    sites: { targets: () => sites.targets(), find: (place) => sites.find(place) },
    ...change,
  });
  const withdrawTargets = (): void => {
    sites = { ...sites, find: () => Promise.resolve(undefined) };
  };
  /** @param action - as `GET /query/jobs/{id}` */
  const ask = async (action: string, call: Call = {}, headers = asAlice): Promise<Response> =>
    await world.app.request(...requestOf(action, { headers, ...call }));
  const json = async (action: string, call: Call = {}, headers = asAlice): Promise<Record<string, unknown>> =>
    (await (await ask(action, call, headers)).json()) as Record<string, unknown>;
  const createQuery = async (query: string, more: object = {}, headers = asAlice): Promise<string> => {
    const body = { jobConfig: { ...jobConfig, query }, blastConfig, ...more };
    return String((await json('POST /query/jobs', { body }, headers))['queryJobID']);
  };
  const createReport = async (queryJobID: string, more: object = {}, headers = asAlice): Promise<string> => {
    const body = { queryJobID, ...more };
    return String((await json('POST /report/jobs', { body }, headers))['reportJobID']);
  };
  const finishQuery = (id: string): Promise<void> =>
    completeSearch(world, id, [{ archive: 'Blast4-archive ::= {}\n' }]);
  const startsOf = (id: string): number => world.launcher.started.filter(({ jobId }) => jobId === id).length;
  const queryId = await createQuery(one + two);
  await finishQuery(queryId);
  const reportId = await createReport(queryId);
  await completeJob(world, reportId, [{ name: 'report.txt', text: 'BLASTP' }]);
  const queuedQueryId = await createQuery(two);
  const queuedReportId = await createReport(queryId, { blastConfig: { formatType: 'xml' } });
  const jobs = { queryId, reportId, queuedQueryId, queuedReportId };
  return { ...world, ...jobs, withdrawTargets, ask, json, createQuery, createReport, finishQuery, startsOf };
}

export function requestOf(
  action: string,
  { id = '', name = '', parameters = '', body, headers = {} }: Call,
): [path: string, init: RequestInit] {
  const [method = '', pattern = ''] = action.split(' ');
  const path = pattern.replace('{id}', encodeURIComponent(id)).replace('{name}', encodeURIComponent(name));
  const json = body !== undefined && {
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
  return [path + parameters, { method, headers, ...json }];
}
