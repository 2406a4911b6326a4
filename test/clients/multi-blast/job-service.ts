import type { z } from 'zod';
import { statusesSchema, type JobStatus, type Statuses, type UserMeta } from './contract.ts';
import type { Download, Transport } from './transport.ts';

/** What both services have; each is about jobs of its own kind. */
export interface JobService<List, Details extends { readonly status: JobStatus }, Broken> {
  /** @param filter - the one query parameter of the service: its site, or the query job of its reports */
  list(filter?: string): Promise<List>;
  /** @param saves - whether the job is put into the collection of who asks, as it is by default */
  details(id: string, saves?: boolean): Promise<Details>;
  restart(id: string): Promise<void>;
  update(id: string, userMeta?: UserMeta): Promise<void>;
  unlink(id: string): Promise<void>;
  stderr(id: string, isDownload?: boolean): Promise<Download>;
  statuses(ids: readonly string[]): Promise<Statuses>;
  /** @param guestId - a number, as published; or a guest's token, where the server gives those */
  linkGuest(guestId: string | number): Promise<void>;
  brokenJobs(adminToken?: string): Promise<Broken>;
  /** Gives up the results of one job. */
  purge(id: string, adminToken?: string): Promise<void>;
}

interface Shapes<L, D, B> {
  readonly prefix: '/query' | '/report';
  readonly filterName: string;
  readonly list: z.ZodType<L>;
  readonly details: z.ZodType<D>;
  readonly broken: z.ZodType<B>;
}

export function createJobService<L, D extends { readonly status: JobStatus }, B>(
  transport: Transport,
  { prefix, filterName, list, details, broken }: Shapes<L, D, B>,
): JobService<L, D, B> {
  const { json, done, download } = transport;
  const jobs = `${prefix}/jobs`;
  const asAdmin = (token?: string) => (token === undefined ? {} : { headers: { 'Admin-Token': token } });
  return {
    list: (filter) =>
      json(list, 'GET', filter === undefined ? jobs : `${jobs}?${filterName}=${encodeURIComponent(filter)}`),
    details: (id, saves = true) => json(details, 'GET', `${jobs}/${id}${saves ? '' : '?save_job=false'}`),
    restart: (id) => done('POST', `${jobs}/${id}`),
    update: (id, userMeta) => done('PATCH', `${jobs}/${id}`, { json: { userMeta } }),
    unlink: (id) => done('DELETE', `${jobs}/${id}`),
    stderr: (id, isDownload) => download(`${jobs}/${id}/stderr${downloadQuery(isDownload)}`),
    statuses: (ids) => json(statusesSchema, 'POST', `${prefix}/statuses`, { json: ids }),
    linkGuest: (guestID) => done('POST', `${prefix}/link-guest`, { json: { guestID } }),
    brokenJobs: (token) => json(broken, 'GET', `${prefix}/maintenance/broken-jobs`, asAdmin(token)),
    purge: (id, token) => done('DELETE', `${prefix}/maintenance/cache/${id}`, asAdmin(token)),
  };
}

export function downloadQuery(isDownload = false): string {
  return isDownload ? '?download=true' : '';
}
