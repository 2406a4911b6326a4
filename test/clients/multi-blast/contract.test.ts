import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import * as contract from './contract.ts';

const id = '9f444b23ceec3ee5588cc4c784c16696';
const createdOn = '2020-10-31T23:00:00Z';
const entry = { queryJobID: id, status: 'complete', site: 'PlasmoDB', createdOn };
const jobConfig = {
  site: 'PlasmoDB',
  targets: [{ targetDisplayName: 'Pf3D7', targetFile: 'Pf3D7Proteins' }],
};
const details = {
  queryJobID: id,
  status: 'queued',
  createdOn,
  jobConfig,
  blastConfig: { tool: 'blastp' },
  subJobs: [id],
};
const report = { reportJobID: id, queryJobID: id, status: 'failed' };
const broken = { rawConfig: { tool: 'blastn' }, createdOn, failedOn: createdOn };
const fault = { status: 'not-found', message: 'There is no such job.' };
const unprocessable = { status: 'invalid-input', message: 'See errors.' };
const withConfig = (blastConfig: object): object => ({ ...details, blastConfig });
const formatted = (blastConfig: object): object => ({ ...report, blastConfig });

/** Of each answer, bodies as published and bodies that are not. */
const bodies: Readonly<
  Record<string, { schema: z.ZodType; good: readonly unknown[]; bad: readonly unknown[] }>
> = {
  'list of query jobs': {
    schema: contract.queryListSchema,
    good: [[], [entry], [{ ...entry, userMeta: { summary: 'A job' } }], [{ ...entry, userMeta: {} }]],
    bad: [
      entry,
      [{ ...entry, queryJobID: id.slice(1) }],
      [{ ...entry, status: 'running' }],
      [{ ...entry, site: undefined }],
      [{ ...entry, createdOn: null }],
      [{ ...entry, createdOn: 'yesterday' }],
      [{ ...entry, userMeta: { summary: 'x'.repeat(513) } }],
      [{ ...entry, userMeta: { title: 'A job' } }],
      [{ ...entry, progress: 10 }],
    ],
  },
  'details of a query job': {
    schema: contract.queryDetailsSchema,
    good: [
      details,
      { ...details, subJobs: undefined },
      { ...details, subJobs: [] },
      withConfig({ tool: 'blastp', task: 'blastp-fast', eValue: '1e-5', seg: { enabled: true } }),
      withConfig({
        tool: 'blastn',
        dust: { enabled: false },
        templateLength: 18,
        penalty: -3,
        strand: 'plus',
      }),
      withConfig({ tool: 'rpstblastn', queryLocation: { start: 1, stop: 9 }, compBasedStats: 'none' }),
    ],
    bad: [
      { ...details, site: 'PlasmoDB' },
      { ...details, subJobs: ['1'] },
      { ...details, jobConfig: { ...jobConfig, targets: [] } },
      { ...details, jobConfig: { ...jobConfig, query: 'MKV' } },
      withConfig({}),
      withConfig({ tool: 'diamond' }),
      withConfig({ tool: 'blastp', eValue: 10 }),
      withConfig({ tool: 'blastp', dust: { enabled: true } }),
      withConfig({ tool: 'blastp', task: 'megablast' }),
      withConfig({ tool: 'blastn', seg: { enabled: true } }),
      withConfig({ tool: 'blastn', matrix: 'BLOSUM62' }),
      withConfig({ tool: 'blastn', dust: { enabled: true, size: 3 } }),
      withConfig({ tool: 'blastx', matrix: 'IDENTITY' }),
      withConfig({ tool: 'psiblast', iterations: 3 }),
      withConfig({ tool: 'tblastn', wordSize: 1 }),
      withConfig({ tool: 'rpsblast', compBasedStats: 'none' }),
    ],
  },
  'id of a new query job': {
    schema: contract.queryCreatedSchema,
    good: [{ queryJobID: id }, { queryJobID: id.toUpperCase() }],
    bad: [{}, { queryJobID: 'new' }, { queryJobID: id, status: 'queued' }, { reportJobID: id }],
  },
  'tree of targets': {
    schema: contract.targetsSchema,
    good: [
      {},
      { PlasmoDB: {} },
      { PlasmoDB: { Pf3D7: { naTargets: ['a'] }, Pberghei: { aaTargets: ['b'] } } },
    ],
    bad: [
      [],
      { PlasmoDB: ['a'] },
      { PlasmoDB: { Pf3D7: { naTargets: 'a' } } },
      { PlasmoDB: { Pf3D7: { rna: [] } } },
    ],
  },
  statuses: {
    schema: contract.statusesSchema,
    good: [{}, { [id]: 'in-progress' }, { [id]: 'expired' }],
    bad: [[], { [id]: 'running' }, { [id]: null }, { 'no-id': 'queued' }],
  },
  'list of report jobs': {
    schema: contract.reportListSchema,
    good: [[], [report], [{ ...report, userMeta: { summary: 's', description: 'd' } }]],
    bad: [
      report,
      [{ ...report, queryJobID: undefined }],
      [{ ...report, createdOn }],
      [{ ...report, blastConfig: {} }],
    ],
  },
  'details of a report job': {
    schema: contract.reportDetailsSchema,
    good: [
      formatted({}),
      formatted({ formatType: 'tabular', formatFields: ['std', 'qcovs'] }),
      formatted({ formatType: 'sam', formatFields: ['SQ', 'SR'], showGIs: true }),
      formatted({ numDescriptions: 0, lineLength: 60, sortHits: 'by-evalue', sortHSPs: 'by-hsp-score' }),
    ],
    bad: [
      report,
      formatted({ formatType: 'json' }),
      formatted({ formatType: 6 }),
      formatted({ formatFields: ['nothing'] }),
      formatted({ lineLength: 0 }),
      formatted({ sortHSPs: 'by-evalue' }),
      formatted({ fieldDelim: ',' }),
    ],
  },
  'id of a new report job': {
    schema: contract.reportCreatedSchema,
    good: [{ reportJobID: id }],
    bad: [{}, { queryJobID: id }, { reportJobID: id, queryJobID: id }],
  },
  'list of files': {
    schema: contract.filesSchema,
    good: [[], [{ name: 'report.zip', size: 0 }]],
    bad: [
      {},
      [{ name: 'report.zip' }],
      [{ name: '', size: 1 }],
      [{ name: 'a', size: -1 }],
      [{ name: 'a', size: '1' }],
    ],
  },
  'list of broken query jobs': {
    schema: contract.brokenQueriesSchema,
    good: [[], [{ queryJobID: id, ...broken }]],
    bad: [[{ reportJobID: id, ...broken }], [{ queryJobID: id, ...broken, failedOn: undefined }]],
  },
  'list of broken report jobs': {
    schema: contract.brokenReportsSchema,
    good: [[], [{ reportJobID: id, ...broken }]],
    bad: [[{ queryJobID: id, ...broken }], [{ reportJobID: id, ...broken, message: 'memory' }]],
  },
  fault: {
    schema: contract.faultSchema,
    good: [
      fault,
      { ...unprocessable, errors: { general: [], byKey: { 'jobConfig.query': ['It is empty.'] } } },
      { status: 'server-error', message: 'Ours.', requestId: 'r1' },
      { status: 'failed-dependency', message: 'Theirs.', dependency: 'query service' },
    ],
    bad: [
      { message: 'There is no such job.' },
      { ...fault, message: '' },
      { ...fault, status: 404 },
      { ...fault, status: 'lost' },
      { ...fault, code: 'NOT_FOUND' },
      { ...fault, requestId: 'r1' },
      unprocessable,
      { ...unprocessable, errors: { byKey: {} } },
      { ...unprocessable, errors: { general: [], byKey: { 'jobConfig.query': 'It is empty.' } } },
      { status: 'server-error', message: 'Ours.' },
      { status: 'failed-dependency', message: 'Theirs.' },
    ],
  },
};

describe.each(Object.entries(bodies))('the published %s', (_name, { schema, good, bad }) => {
  it.each(good.map((body) => [JSON.stringify(body), body]))('takes %s', (_text, body) => {
    expect(schema.safeParse(body).error?.issues).toBeUndefined();
  });

  it.each(bad.map((body) => [JSON.stringify(body).slice(0, 200), body]))('refuses %s', (_text, body) => {
    expect(schema.safeParse(body).success).toBe(false);
  });
});

it('every fault has one HTTP status, and every named status a fault', () => {
  const words = contract.faultSchema.options.flatMap((option) => option.shape.status.options);
  expect(Object.values(contract.wordOfHttpStatus).sort()).toEqual([...words].sort());
});
