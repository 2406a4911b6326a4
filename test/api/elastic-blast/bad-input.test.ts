import { createFakePlatform } from '../../support/api/fake-platform.ts';
import {
  boundary,
  formBody,
  formType,
  oneProtein,
  postForm,
  postJson,
  problemOf,
  submission,
  type Part,
} from '../../support/api/requests.ts';

/** Posts, and checks that it was refused with a sentence and left nothing anywhere. */
async function refused(post: (app: ReturnType<typeof createFakePlatform>['app']) => Promise<Response>) {
  const platform = createFakePlatform();
  const response = await post(platform.app);
  const problem = await problemOf(response);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(problem.request_id).toBe(response.headers.get('x-request-id'));
  expect(problem.detail).toMatch(/^.{15,}[.?]$|FILE$/s);
  expect(problem.detail).not.toMatch(/\/work|node_modules|\.ts\b|undefined|\[object/);
  expect(platform.launcher.started).toEqual([]);
  expect(await platform.objectKeys()).toEqual([]);
  expect(platform.spool.held()).toBe(0);
  expect(await (await platform.app.request('/v1/jobs')).json()).toMatchObject({ count: 0 });
  return {
    status: response.status,
    code: problem.code,
    detail: problem.detail,
    field: problem.location?.field,
  };
}

const json = (body: unknown, headers?: Record<string, string>) =>
  refused((app) => postJson(app, '/v1/jobs', body, headers));
const form = (parts: readonly Part[] | Uint8Array<ArrayBuffer>, contentType?: string) =>
  refused((app) =>
    postForm(app, '/v1/jobs', parts instanceof Uint8Array ? parts : formBody(parts), contentType),
  );

describe('a field that cannot be is refused by name', () => {
  it.each<[title: string, change: Record<string, unknown>, status: number, code: string, detail: RegExp]>([
    ['no sequences', { query_fasta: '' }, 400, 'QUERY_EMPTY', /no sequence/],
    ['only blank lines', { query_fasta: '\n \n' }, 400, 'QUERY_EMPTY', /no sequence/],
    ['a name without a sequence', { query_fasta: '>a\n>b\nMKV\n' }, 400, 'INVALID_FASTA', /"a" \(line 1\)/],
    ['a digit in a sequence', { query_fasta: '>a\nMK1V\n' }, 400, 'INVALID_RESIDUE', /line 2, column 3/],
    ['a null character in a sequence', { query_fasta: '>a\nMK\u0000V\n' }, 400, 'INVALID_FASTA', /Line 2/],
    [
      'proteins for blastn',
      { program: 'blastn', db: 'genome', query_fasta: '>a\nMKVLEQFILP\n', options: '' },
      400,
      'WRONG_MOLECULE_TYPE',
      /"a"/,
    ],
    [
      'a nucleotide database for blastp',
      { db: 'genome' },
      400,
      'WRONG_MOLECULE_TYPE',
      /blastp searches protein/,
    ],
    ['an unknown database', { db: 'swissprot' }, 400, 'UNKNOWN_DATABASE', /Available: genome, proteins/],
    ['one unknown database of two', { db: 'proteins nr' }, 400, 'UNKNOWN_DATABASE', /"nr"/],
    ['a database twice', { db: 'proteins proteins' }, 400, 'UNKNOWN_DATABASE', /twice/],
    ['a database of blanks', { db: '  ' }, 400, 'UNKNOWN_DATABASE', /GET \/v1\/databases/],
    [
      'sequences where profiles are searched',
      { program: 'rpsblast' },
      400,
      'WRONG_MOLECULE_TYPE',
      /proteins has none; use a database made by makeprofiledb/,
    ],
    [
      'no domain database',
      { program: 'deltablast' },
      400,
      'UNKNOWN_DATABASE',
      /cdd_delta is not on this server; name one with the option rpsdb/,
    ],
    [
      'a domain database without domains',
      { program: 'deltablast', options: '-rpsdb proteins' },
      400,
      'WRONG_MOLECULE_TYPE',
      /proteins is none/,
    ],
    [
      'a path as a domain database',
      { program: 'deltablast', options: '-rpsdb ../cdd' },
      400,
      'INVALID_OPTION',
      /rpsdb/,
    ],
    ['an empty database', { db: '' }, 422, 'INVALID_REQUEST', /"db"/],
    ['a path as a database', { db: '../../etc/passwd' }, 400, 'UNKNOWN_DATABASE', /no database called/],
    ['an option as a database', { db: '-remote' }, 400, 'UNKNOWN_DATABASE', /no database called/],
    ['an unknown program', { program: 'sh' }, 400, 'UNKNOWN_PROGRAM', /blastn, blastp/],
    [
      'a program as an object',
      { program: { $ne: 1 } },
      422,
      'INVALID_REQUEST',
      /"program" must be of type string/,
    ],
    ['an option outside the list', { options: '-num_threads 64' }, 400, 'INVALID_OPTION', /num_threads/],
    ['an option that names a file', { options: '-out /etc/cron.d/x' }, 400, 'INVALID_OPTION', /out/],
    ['a value out of range', { options: '-word_size 0' }, 400, 'INVALID_OPTION', /word_size/],
    ['a value that is no number', { options: '-evalue many' }, 400, 'INVALID_OPTION', /evalue/],
    ['shell characters', { options: '-evalue 1;reboot' }, 400, 'INVALID_OPTION', /character ;/],
    ['command substitution', { options: '-evalue $(id)' }, 400, 'INVALID_OPTION', /column 9/],
    ['a backtick in quotes', { options: "-outfmt '6 `id`'" }, 400, 'INVALID_OPTION', /not allowed/],
    ['an unclosed quote', { options: "-outfmt '6" }, 400, 'INVALID_OPTION', /never closed/],
    ['options too long', { options: `-evalue ${'1'.repeat(5000)}` }, 422, 'INVALID_REQUEST', /4,096/],
    ['an output format outside the list', { options: '-outfmt 99' }, 400, 'INVALID_OPTION', /99|format/],
    ['an output format of another program', { options: '-outfmt 17' }, 400, 'INVALID_OPTION', /blastn/],
    [
      'a column that does not exist',
      { options: "-outfmt '6 qsecid'" },
      400,
      'INVALID_OPTION',
      /Did you mean/,
    ],
    [
      'an option twice',
      { options: '-evalue 1', blast_options: { evalue: 2 } },
      400,
      'INVALID_OPTION',
      /evalue is given twice/,
    ],
    ['a format twice', { blast_options: { outfmt: 5 } }, 400, 'INVALID_OPTION', /outfmt is given twice/],
    [
      'an unknown structured option',
      { blast_options: { threads: 1 } },
      422,
      'INVALID_REQUEST',
      /"threads": take it out/,
    ],
    [
      'a structured option of a wrong type',
      { blast_options: { max_target_seqs: 'all' } },
      422,
      'INVALID_REQUEST',
      /max_target_seqs/,
    ],
    [
      'an absurd number',
      { blast_options: { max_target_seqs: 1e15 } },
      400,
      'INVALID_OPTION',
      /max_target_seqs/,
    ],
    ['too many sequences', { query_fasta: '>a\nMK\n'.repeat(101) }, 400, 'QUERY_TOO_LARGE', /100/],
    ['too many residues', { query_fasta: `>a\n${'MKV'.repeat(4000)}\n` }, 400, 'QUERY_TOO_LARGE', /10,?000/],
    ['another file format', { query_fasta: '@HD\tVN:1.6\n' }, 400, 'INVALID_FASTA', /SAM/],
    ['an accession', { query_fasta: 'NP_000001.1\n' }, 400, 'INVALID_FASTA', /Accessions/],
    ['a priority beyond the scale', { priority: 101 }, 422, 'INVALID_REQUEST', /0 to 100, or low/],
    ['a priority word that is none', { priority: 'asap' }, 422, 'INVALID_REQUEST', /0 to 100, or low/],
    ['a batch length of nothing', { batch_len: 0 }, 422, 'INVALID_REQUEST', /batch_len/],
    ['a taxon that is none', { taxid: 'human' }, 422, 'INVALID_REQUEST', /taxonomy id/],
    [
      'a taxon in two places',
      { taxid: 9606, options: '-taxids 9606' },
      400,
      'INVALID_OPTION',
      /taxids is given twice/,
    ],
    ['a taxon that is not there', { taxid: 7 }, 400, 'UNSUITABLE_DATABASE', /no taxon of proteins/],
    [
      'taxa of a database without any',
      { program: 'tblastn', db: 'genome', taxid: 9606 },
      400,
      'UNSUITABLE_DATABASE',
      /genome lacks its index of taxa/,
    ],
    [
      'a mask that is not there',
      { options: '-db_soft_mask 40' },
      400,
      'UNSUITABLE_DATABASE',
      /no masking algorithm "40".* 21 \(seg\)/,
    ],
    ['a results prefix that is a path', { results_prefix: '../../x/' }, 422, 'INVALID_REQUEST', /YYYY/],
    ['an idempotency key without end', { idempotency_key: 'k'.repeat(257) }, 422, 'INVALID_REQUEST', /256/],
    [
      'queries in blob storage',
      { queries: 'https://a.blob.example/q.fa', query_fasta: undefined },
      422,
      'INVALID_REQUEST',
      /blob storage/,
    ],
    [
      'results in blob storage',
      { results: 'https://a.blob.example/r' },
      422,
      'INVALID_REQUEST',
      /blob storage/,
    ],
    ['a source of internal clients', { submission_source: 'dashboard' }, 403, 'FORBIDDEN', /external_api/],
    [
      '33 fields of one’s own',
      Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`f${n}`, 'x'])),
      422,
      'INVALID_REQUEST',
      /32 fields/,
    ],
    [
      'a field of one’s own that is too long',
      { note: 'x'.repeat(1025) },
      422,
      'INVALID_REQUEST',
      /"note".*1,024/,
    ],
    [
      'fields of one’s own that are too long together',
      Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`f${n}`, 'x'.repeat(1000)])),
      422,
      'INVALID_REQUEST',
      /16,384/,
    ],
    ['a field name that is too long', { ['n'.repeat(129)]: 'x' }, 422, 'INVALID_REQUEST', /128/],
    ['half a surrogate pair', { note: 'a\ud800b' }, 400, 'MALFORMED_BODY', /surrogate/],
    ['no sequences at all', { query_fasta: undefined }, 422, 'INVALID_REQUEST', /"query_fasta" is missing/],
    [
      'sequences as a list',
      { query_fasta: ['>a', 'MKV'] },
      422,
      'INVALID_REQUEST',
      /"query_fasta" must be of type string/,
    ],
  ])('%s', async (_title, change, status, code, detail) => {
    const answer = await json(submission(change));
    expect(answer).toMatchObject({ status, code });
    expect(answer.detail).toMatch(detail);
  });
});

describe('a body that cannot be read is refused', () => {
  it.each<[title: string, body: string, status: number, detail: RegExp]>([
    ['empty', '', 400, /no body/],
    ['blank', ' \n', 400, /no body/],
    ['not JSON', '{"program":', 400, /not valid JSON/],
    ['a JSON list', '[]', 422, /must be of type object/],
    ['a JSON null', 'null', 422, /must be of type object/],
    ['nested without end', `{"a":${'['.repeat(50_000 - 10)}`, 400, /not valid JSON/],
    ['nested too deeply', `{"a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, 400, /32 levels/],
    ['larger than allowed', `{"a":"${'x'.repeat(100_001)}"}`, 413, /100000 bytes/],
  ])('%s', async (_title, body, status, detail) => {
    const answer = await json(body);
    expect(answer.status).toBe(status);
    expect(answer.detail).toMatch(detail);
  });

  it('that is not UTF-8', async () => {
    const bytes = Uint8Array.from(
      Buffer.concat([Buffer.from('{"program":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    );
    const answer = await refused((app) => postForm(app, '/v1/jobs', bytes, 'application/json'));
    expect(answer).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
    expect(answer.detail).toMatch(/UTF-8/);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'application/jsonp',
    'multipart/mixed; boundary=x',
  ])('of type %s', async (type) => {
    expect(await json(submission(), { 'Content-Type': type })).toMatchObject({
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
    });
  });
});

describe('a form that is not as described is refused', () => {
  const program = { name: 'program', text: 'blastp' };
  const db = { name: 'db', text: 'proteins' };
  const query = { name: 'query', text: oneProtein, fileName: 'q.fa' };

  it.each<[title: string, parts: readonly Part[], status: number, detail: RegExp]>([
    ['no parts', [], 400, /no file part called query/],
    ['no file', [program, db], 400, /no file part called query/],
    [
      'a file under another name',
      [program, db, { ...query, name: 'fasta' }],
      400,
      /must be called query, not "fasta"/,
    ],
    ['the query as text', [program, db, { name: 'query', text: oneProtein }], 400, /query must be a file/],
    ['a text part behind the file', [program, query, db], 422, /"db" is missing/],
    [
      'an unneeded text part behind the file',
      [program, db, query, { name: 'note', text: 'x' }],
      400,
      /"note" must come before the file/,
    ],
    ['two files', [program, db, query, query], 400, /one file only/],
    ['a part without a name', [program, db, { text: 'x' }, query], 400, /no name/],
    [
      'too many parts',
      [...Array.from({ length: 70 }, (_, n) => ({ name: `f${n}`, text: 'x' })), program, db, query],
      400,
      /64 text parts/,
    ],
    [
      'a text part that is too long',
      [program, db, { name: 'note', text: 'x'.repeat(300_000) }, query],
      400,
      /"note" is too long/,
    ],
    [
      'a text part that is not UTF-8',
      [program, db, { name: 'note', text: Buffer.from([0xff, 0xfe]) }, query],
      400,
      /"note" is not UTF-8/,
    ],
    [
      'a request part that is not JSON',
      [{ name: 'request', text: '{' }, query],
      400,
      /request is not valid JSON/,
    ],
    [
      'a request part that is a list',
      [{ name: 'request', text: '[]' }, query],
      400,
      /request must hold a JSON object/,
    ],
    ['an empty file', [program, db, { ...query, text: '' }], 400, /no sequence/],
    [
      'a file with a wrong alphabet',
      [program, db, { ...query, text: '>a\nMK?V\n' }],
      400,
      /"\?" is not an amino acid/,
    ],
    [
      'a file with broken bytes',
      [program, db, { ...query, text: Buffer.from([0x3e, 0x61, 0x0a, 0x4d, 0xff, 0x4b]) }],
      400,
      /Line 2: .*not valid UTF-8/,
    ],
    [
      'a file that is too large',
      [program, db, { ...query, text: `>a\n${'\n'.repeat(2 * 10_000 + 1_000 * 100 + 64 * 1024)}MK\n` }],
      413,
      /at most 185536 bytes/,
    ],
    [
      'a file that is compressed',
      [program, db, { ...query, text: Buffer.from([0x1f, 0x8b, 8, 0]) }],
      400,
      /gzip/,
    ],
    [
      'a database that is a path, before the file is read',
      [program, { name: 'db', text: '/etc/passwd' }, query],
      400,
      /no database called/,
    ],
    [
      'queries in blob storage',
      [program, db, { name: 'queries', text: 'https://x' }, query],
      422,
      /blob storage/,
    ],
  ])('%s', async (_title, parts, status, detail) => {
    const answer = await form(parts);
    expect(answer.detail).toMatch(detail);
    expect(answer.status).toBe(status);
  });

  it('no boundary', async () => {
    const answer = await form([program, db, query], 'multipart/form-data');
    expect(answer).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
    expect(answer.detail).toMatch(/boundary/);
  });

  it('another boundary than the one it names', async () => {
    expect(await form([program, db, query], 'multipart/form-data; boundary=another')).toMatchObject({
      status: 400,
    });
  });

  it('no body', async () => {
    const answer = await refused((app) =>
      Promise.resolve(app.request('/v1/jobs', { method: 'POST', headers: { 'Content-Type': formType } })),
    );
    expect(answer).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
  });

  const whole = formBody([program, db, query]);
  const wrongName = formBody([program, db, { ...query, name: 'other' }]);
  it.each([
    ...Array.from({ length: 12 }, (_, n) => Math.floor((whole.length * n) / 12)),
    whole.length - 6,
    whole.length - 4,
  ])('cut short after %i bytes, with the right part and with a wrong one', async (length) => {
    expect(await form(whole.slice(0, length))).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
    expect(await form(wrongName.slice(0, length))).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
  });

  it('broken off by its sender', async () => {
    const pieces = [whole.slice(0, 300), new Error('gone')];
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = pieces.shift();
        if (piece instanceof Uint8Array) controller.enqueue(piece);
        else controller.error(piece);
      },
    });
    const init = {
      method: 'POST',
      headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
      body,
      duplex: 'half',
    };
    const answer = await refused((app) => Promise.resolve(app.request('/v1/jobs', init as RequestInit)));
    expect(answer).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
  });
});
