import type { ApiDeps } from '../../api/environment.ts';
import { createFakePlatform } from '../support/api/fake-platform.ts';
import { completeJob } from '../support/api/move-job.ts';
import {
  formBody,
  postForm,
  postJson,
  problemOf,
  submission,
  submit,
  type Part,
} from '../support/api/requests.ts';

type App = ReturnType<typeof createFakePlatform>['app'];

interface Limit {
  readonly what: string;
  /** The largest that passes; one more is refused. */
  readonly most: number;
  readonly ask: (app: App, size: number) => Promise<Response>;
  readonly status: number;
  readonly code: string;
  readonly detail: RegExp;
  readonly deps?: Partial<ApiDeps>;
}

const field =
  (name: string, valueOf: (size: number) => unknown) =>
  (app: App, size: number): Promise<Response> =>
    postJson(app, '/v1/jobs', submission({ [name]: valueOf(size) }));
const text = (size: number): string => 'x'.repeat(size);
const padded = (word: string) => (size: number) => word.padEnd(size);
const invalid = { status: 422, code: 'INVALID_REQUEST' } as const;

const program = { name: 'program', text: 'blastp' };
const db = { name: 'db', text: 'proteins' };
const file = (fasta: string): Part => ({ name: 'query', text: fasta, fileName: 'q.fa' });
const form = (app: App, parts: readonly Part[]) => postForm(app, '/v1/jobs', formBody(parts));
const blankLines = (size: number): string => `>a\n${'\n'.repeat(size - 6)}MK\n`;
const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)]);
const someSequences = (size: number): string =>
  Array.from({ length: size }, (_, n) => `>s${String(n)}\nMK\n`).join('');

const databaseForm = (app: App, change: { name?: string; title?: string; fasta?: string }) => {
  const { name = 'mine', title = 'Mine', fasta = '>a\nMKV\n' } = change;
  const parts: Part[] = [
    { name: 'name', text: name },
    { name: 'type', text: 'protein' },
    { name: 'title', text: title },
    { name: 'fasta', text: fasta, fileName: 'f.fa' },
  ];
  return postForm(app, '/v1/databases', formBody(parts));
};

/** Of a finished job, so that nothing is waited for. */
const waiting = async (app: App, seconds: number): Promise<Response> => {
  const { job } = await submit(app);
  await completeJob(platform, job.id);
  return app.request(`/jobs/${job.id}?wait=${String(seconds)}`);
};

// The fake platform allows 100 sequences, 10,000 residues and JSON bodies of 100,000 bytes.
const limits: readonly Limit[] = [
  {
    what: 'bytes of a JSON body',
    most: 100_000,
    ask: (app, size) => postJson(app, '/v1/jobs', JSON.stringify(submission()).padEnd(size)),
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: /larger than 100000 bytes\. Send a large query as multipart/,
  },
  {
    what: 'bytes of a JSON body, however large bodies may be',
    most: 32 << 20,
    ask: (app, size) => postJson(app, '/v1/jobs', JSON.stringify(submission()).padEnd(size)),
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: /larger than 33554432 bytes/,
    deps: { maxBodyBytes: 1e12 },
  },
  {
    what: 'levels of a JSON body',
    most: 31,
    ask: field('note', nested),
    status: 400,
    code: 'MALFORMED_BODY',
    detail: /nested more than 32 levels deep/,
  },
  {
    what: 'sequences of a query',
    most: 100,
    ask: field('query_fasta', someSequences),
    status: 400,
    code: 'QUERY_TOO_LARGE',
    detail: /100/,
  },
  {
    what: 'residues of a query',
    most: 10_000,
    ask: field('query_fasta', (size) => `>a\n${'M'.repeat(size)}\n`),
    status: 400,
    code: 'QUERY_TOO_LARGE',
    detail: /10,?000/,
  },
  {
    what: 'sequences of an uploaded query',
    most: 100,
    ask: (app, size) => form(app, [program, db, file(someSequences(size))]),
    status: 400,
    code: 'QUERY_TOO_LARGE',
    detail: /100/,
  },
  {
    what: 'bytes of an uploaded query',
    most: 2 * 10_000 + 1_000 * 100 + 64 * 1024,
    ask: (app, size) => form(app, [program, db, file(blankLines(size))]),
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: /at most 185536 bytes/,
  },
  {
    what: 'text parts of a form',
    most: 64,
    ask: (app, size) => {
      const more = Array<Part>(size - 2).fill({ name: 'options', text: '-evalue 1' });
      return form(app, [program, db, ...more, file('>a\nMKV\n')]);
    },
    status: 400,
    code: 'MALFORMED_BODY',
    detail: /at most 64 text parts/,
  },
  {
    what: 'bytes of a text part',
    most: 256 * 1024,
    ask: (app, size) =>
      form(app, [
        { name: 'request', text: '{"program":"blastp","db":"proteins"}'.padEnd(size) },
        file('>a\nMKV\n'),
      ]),
    status: 400,
    code: 'MALFORMED_BODY',
    detail: /"request" is too long; only the file may be large/,
  },
  {
    what: 'characters of db',
    most: 1_000,
    ask: field('db', padded('proteins')),
    ...invalid,
    detail: /"db": at most 1,000/,
  },
  {
    what: 'characters of options',
    most: 4_096,
    ask: field('options', padded('-evalue 1')),
    ...invalid,
    detail: /"options": at most 4,096/,
  },
  {
    what: 'characters of blast_options.extra',
    most: 4_096,
    ask: (app, size) =>
      postJson(
        app,
        '/v1/jobs',
        submission({ options: undefined, blast_options: { extra: '-evalue 1'.padEnd(size) } }),
      ),
    ...invalid,
    detail: /extra": at most 4,096/,
  },
  {
    what: 'priority',
    most: 100,
    ask: field('priority', (size) => size),
    ...invalid,
    detail: /"priority": give 0 to 100/,
  },
  {
    what: 'idempotency_key',
    most: 256,
    ask: field('idempotency_key', text),
    ...invalid,
    detail: /at most 256 characters/,
  },
  {
    what: 'external_correlation_id',
    most: 128,
    ask: field('external_correlation_id', text),
    ...invalid,
    detail: /at most 128 characters/,
  },
  {
    what: 'resource_profile',
    most: 128,
    ask: field('resource_profile', text),
    ...invalid,
    detail: /at most 128 characters/,
  },
  {
    what: 'cluster_name',
    most: 128,
    ask: field('cluster_name', text),
    ...invalid,
    detail: /at most 128 characters/,
  },
  {
    what: "fields of the caller's own",
    most: 32,
    ask: (app, size) => {
      const own = Object.fromEntries(Array.from({ length: size }, (_, n) => [`own_${String(n)}`, 'x']));
      return postJson(app, '/v1/jobs', submission(own));
    },
    ...invalid,
    detail: /At most 32 fields of your own/,
  },
  {
    what: "characters in the name of a caller's own field",
    most: 128,
    ask: (app, size) => postJson(app, '/v1/jobs', submission({ [text(size)]: 'y' })),
    ...invalid,
    detail: /at most 128 characters/,
  },
  {
    what: "characters of a caller's own field",
    most: 1_024,
    ask: field('note', text),
    ...invalid,
    detail: /at most 1,024/,
  },
  {
    what: "characters of all of a caller's own fields",
    most: 16_384,
    ask: (app, size) => {
      const full = Array.from(
        { length: 16 },
        (_, n) => [`own_${String(n).padStart(2, '0')}`, text(1_000)] as const,
      );
      const rest = size - 16 * 1_006;
      return postJson(app, '/v1/jobs', submission({ ...Object.fromEntries(full), rest: text(rest - 4) }));
    },
    ...invalid,
    detail: /at most 16,384 characters together/,
  },
  {
    what: 'characters in the name of a database',
    most: 64,
    ask: (app, size) => databaseForm(app, { name: text(size) }),
    ...invalid,
    detail: /1 to 64 letters/,
  },
  {
    what: 'characters in the title of a database',
    most: 200,
    ask: (app, size) => databaseForm(app, { title: text(size) }),
    ...invalid,
    detail: /1 to 200 characters/,
  },
  {
    what: 'sequences of a database',
    most: 100,
    ask: (app, size) => databaseForm(app, { fasta: someSequences(size) }),
    status: 400,
    code: 'QUERY_TOO_LARGE',
    detail: /100/,
  },
  {
    what: 'bytes of the file of a database',
    most: 185_536,
    ask: (app, size) => databaseForm(app, { fasta: blankLines(size) }),
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: /at most 185536 bytes/,
  },
  { what: 'seconds a request is held', most: 60, ask: waiting, ...invalid, detail: /from 0 to 60/ },
  {
    what: 'submissions on a page',
    most: 500,
    ask: async (app, size) => app.request(`/v1/jobs?limit=${String(size)}`),
    ...invalid,
    detail: /1 to 500/,
  },
];

let platform: ReturnType<typeof createFakePlatform>;

it.each(limits)(
  '$what: $most pass, one more is refused',
  async ({ most, ask, status, code, detail, deps }) => {
    platform = createFakePlatform(deps);
    const passed = await ask(platform.app, most);
    expect({ status: passed.status, body: passed.ok ? '' : await passed.text() }).toMatchObject({ body: '' });
    platform = createFakePlatform(deps);
    const refused = await ask(platform.app, most + 1);
    const problem = await problemOf(refused);
    expect(problem).toMatchObject({ status, code, detail: expect.stringMatching(detail) });
  },
);

it('active jobs of one principal: 2 pass, one more is refused', async () => {
  const { app } = createFakePlatform({ maxActiveJobs: 2 });
  for (const evalue of [1, 2]) await submit(app, { options: `-evalue ${String(evalue)}` });
  const refused = await postJson(app, '/v1/jobs', submission({ options: '-evalue 3' }));
  expect(await problemOf(refused)).toMatchObject({ status: 429, code: 'QUOTA_EXCEEDED' });
});
