import { blastConfig, jobConfig, target } from '../query-service/query-world.ts';
import { asAlice, asBob, bob, type Call, type ServicesWorld } from './services-world.ts';

/** What makes a good request end with one status. */
type How = (world: ServicesWorld) => Call | Promise<Call>;
type Codes = Readonly<Record<number, How>>;

const good: How = () => ({});
const noProof: How = () => ({ headers: {} });
const noUser: How = () => ({ headers: asAlice });
const unknown: How = () => ({ id: 'f'.repeat(32) });
const notLinked: How = () => ({ headers: asBob });
const notAnObject: How = () => ({ body: null });
const unfinishedQuery: How = ({ queuedQueryId: id }) => ({ id });
const unfinishedReport: How = ({ queuedReportId: id }) => ({ id });

const ofBoth = (prefix: '/query' | '/report', unfinished: How): Readonly<Record<string, Codes>> =>
  Object.fromEntries(
    Object.entries<Codes>({
      'GET /jobs': { 200: good, 401: noProof },
      'GET /jobs/{id}': { 200: good, 401: noProof, 404: unknown },
      'POST /jobs/{id}': { 204: good, 401: noProof, 403: unfinished, 404: unknown },
      'PATCH /jobs/{id}': {
        204: () => ({ body: {} }),
        400: notAnObject,
        401: noProof,
        404: notLinked,
        422: () => ({ body: { userMeta: { summary: 'x'.repeat(513) } } }),
      },
      'DELETE /jobs/{id}': { 204: good, 401: noProof, 404: notLinked },
      'GET /jobs/{id}/stderr': { 200: good, 401: noProof, 403: unfinished, 404: unknown },
      'POST /statuses': { 200: good, 400: notAnObject, 401: noProof },
      'POST /link-guest': {
        204: good,
        400: notAnObject,
        401: noProof,
        403: () => ({ body: { guestID: bob } }),
      },
      'DELETE /maintenance/cache': { 204: good, 401: noUser },
      'DELETE /maintenance/cache/{id}': { 204: good, 401: noUser },
      'GET /maintenance/broken-jobs': { 200: good, 401: noUser },
    }).map(([name, codes]) => [name.replace(' ', ` ${prefix}`), codes]),
  );

const sharedByQueries = ofBoth('/query', unfinishedQuery);

/** Every status that the contract names. The 409 of `POST /query/jobs` is named there, too, but nothing ever led to it. */
export const documented: Readonly<Record<string, Codes>> = {
  ...sharedByQueries,
  'POST /query/jobs/{id}': {
    ...sharedByQueries['POST /query/jobs/{id}'],
    410: ({ withdrawTargets }) => {
      withdrawTargets();
      return {};
    },
  },
  'POST /query/jobs': {
    200: good,
    400: () => ({ body: { jobConfig: { ...jobConfig, query: undefined }, blastConfig } }),
    401: noProof,
    422: () => ({
      body: { jobConfig: { ...jobConfig, targets: [{ ...target, targetFile: 'No' }] }, blastConfig },
    }),
  },
  'GET /query/jobs/{id}/query': { 200: good, 401: noProof, 404: unknown },
  'GET /query/jobs/{id}/result': {
    200: good,
    401: noProof,
    403: unfinishedQuery,
    404: unknown,
  },
  'GET /query/targets': { 200: good },
  // Ours: without it there would be no guests.
  'POST /query/guests': { 200: good },
  ...ofBoth('/report', unfinishedReport),
  'POST /report/jobs': {
    200: good,
    400: ({ queuedQueryId }) => ({ body: { queryJobID: queuedQueryId } }),
    401: noProof,
    422: ({ queryId }) => ({ body: { queryJobID: queryId, blastConfig: { formatType: 'pdf' } } }),
  },
  'GET /report/jobs/{id}/files': {
    200: good,
    401: noProof,
    403: unfinishedReport,
    404: unknown,
  },
  'GET /report/jobs/{id}/files/{name}': {
    200: good,
    401: noProof,
    403: unfinishedReport,
    404: () => ({ name: 'report.pdf' }),
  },
};
