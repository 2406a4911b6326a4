import { z } from 'zod';
import {
  brokenQueriesSchema,
  brokenReportsSchema,
  filesSchema,
  queryCreatedSchema,
  queryDetailsSchema,
  queryListSchema,
  reportCreatedSchema,
  reportDetailsSchema,
  reportListSchema,
  targetsSchema,
  type UserMeta,
} from './contract.ts';
import { createJobService, downloadQuery } from './job-service.ts';
import { createTransport, type Transport } from './transport.ts';

/** The `config` of a new query job; `query` is left out where a file carries it. Any JSON, so that faulty ones can be sent. */
export interface QueryConfig {
  readonly jobConfig: Readonly<Record<string, unknown>>;
  readonly blastConfig: Readonly<Record<string, unknown>>;
  readonly userMeta?: UserMeta;
}

export interface ReportConfig {
  readonly queryJobID: string;
  readonly blastConfig?: Readonly<Record<string, unknown>>;
  readonly addToUserCollection?: boolean;
  readonly userMeta?: UserMeta;
}

/** Both services of one server, for whoever holds the credential. */
export function connect(baseUrl: string, credential?: string) {
  const transport = createTransport(baseUrl.replace(/\/+$/, ''), credential);
  return { query: queryService(transport), report: reportService(transport) };
}

export type MultiBlast = ReturnType<typeof connect>;

function queryService(transport: Transport) {
  const { json, download } = transport;
  const shared = createJobService(transport, {
    prefix: '/query',
    filterName: 'site',
    list: queryListSchema,
    details: queryDetailsSchema,
    broken: brokenQueriesSchema,
  });
  return {
    ...shared,
    /** @param file - FASTA, sent as a file beside the configuration; without one the configuration has it */
    async create(config: QueryConfig, file?: string): Promise<string> {
      const sent = file === undefined ? { json: config } : { form: formOf(config, file) };
      return (await json(queryCreatedSchema, 'POST', '/query/jobs', sent)).queryJobID;
    },
    text: (id: string, isDownload?: boolean) =>
      download(`/query/jobs/${id}/query${downloadQuery(isDownload)}`),
    result: (id: string, isDownload?: boolean) =>
      download(`/query/jobs/${id}/result${downloadQuery(isDownload)}`),
    targets: () => json(targetsSchema, 'GET', '/query/targets'),
    /** Not of the published contract: its guests were numbers that anybody could be. */
    async newGuest(): Promise<string> {
      return (await json(z.strictObject({ token: z.string() }), 'POST', '/query/guests')).token;
    },
  };
}

function reportService(transport: Transport) {
  const { json, download } = transport;
  const shared = createJobService(transport, {
    prefix: '/report',
    filterName: 'query_job_id',
    list: reportListSchema,
    details: reportDetailsSchema,
    broken: brokenReportsSchema,
  });
  return {
    ...shared,
    async create(config: ReportConfig): Promise<string> {
      return (await json(reportCreatedSchema, 'POST', '/report/jobs', { json: config })).reportJobID;
    },
    files: (id: string) => json(filesSchema, 'GET', `/report/jobs/${id}/files`),
    file: (id: string, name: string, isDownload?: boolean) =>
      download(`/report/jobs/${id}/files/${encodeURIComponent(name)}${downloadQuery(isDownload)}`),
  };
}

function formOf(config: QueryConfig, file: string): FormData {
  const form = new FormData();
  form.set('config', JSON.stringify(config));
  form.set('query', new Blob([file]), 'query.fasta');
  return form;
}
