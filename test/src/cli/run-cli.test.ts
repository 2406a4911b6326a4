import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../../src/cli/run-cli.ts';
import { loadClientConfig } from '../../../src/config/index.ts';
import { fakeServer, type Answer, type FakeServer, type SeenRequest } from './fake-server.ts';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'durablast-cli-'));
const query = join(folder, 'query.fasta');
const queryText = `>q1 first\n${'MKVLAAGIT'.repeat(40_000)}\n>q2\nMKV\n`;
const servers: FakeServer[] = [];
beforeAll(() => writeFileSync(query, queryText));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(answer: (request: SeenRequest) => Answer | undefined): Promise<FakeServer> {
  const server = await fakeServer(answer);
  servers.push(server);
  return server;
}

function cli(url: string, args: string[], terminal: RecordingTerminal = recordingTerminal(), token?: string) {
  const environment = { DURABLAST_URL: url, ...(token === undefined ? {} : { DURABLAST_API_TOKEN: token }) };
  const loadConfig = () => loadClientConfig(environment);
  return runCli(args, { loadConfig, terminal, up: async () => 42 }).then((exitCode) => ({
    exitCode,
    out: terminal.printed(),
    err: terminal.said(),
  }));
}

const submissionId = '3fa9c1d27b04';
const jobId = '0f343b0931126a20f133d67c2b018a3b';
const reportId = 'ff343b0931126a20f133d67c2b018a3b';
const links = { id: jobId, report_id: reportId, url: `/jobs/${jobId}` };
const searchArgs = ['search', '--program', 'blastp', '--db', 'demo', '--query', query];

/** A server with one search that goes through these states, one a look. */
function searchServer(states: readonly Record<string, unknown>[], report = 'q1\ts1\n') {
  let look = 0;
  return serve(({ method, url }) => {
    if (method === 'POST')
      return { status: 202, json: { job_id: submissionId, status: 'queued', job: links } };
    if (method === 'DELETE') return { json: { job_id: submissionId, status: 'deleted' } };
    if (url.endsWith('/results?content=report')) return { text: report };
    if (url.endsWith('/status')) {
      const state = states[Math.min(look, states.length - 1)];
      look += 1;
      return { json: { job_id: submissionId, job: links, ...state } };
    }
    if (url.startsWith('/jobs/')) return { json: {}, headers: { etag: `W/"${look}"` } };
    return undefined;
  });
}

const running = (percent: number) => ({ status: 'running', phase: 'searching', progress_pct: percent });
const success = { status: 'success', phase: 'completed', progress_pct: 100 };

describe('durablast search', () => {
  it('submits the file as it is, follows the job and prints the report', async () => {
    const server = await searchServer([{ status: 'queued' }, running(20), running(80), success]);
    const result = await cli(server.url, searchArgs);
    expect(result).toMatchObject({ exitCode: 0, out: 'q1\ts1\n' });
    expect(result.err).toContain(`Job ${submissionId}  ${server.url}/jobs/${jobId}`);
    expect(result.err).toMatch(/queued\nrunning: searching, 20 %\nrunning: searching, 80 %\n/);
    const [post] = server.seen;
    expect(post?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    const parts = post?.body.split(/--durablast-[0-9a-f-]+(?:--)?\r\n/) ?? [];
    expect(parts[1]).toContain('name="request"');
    expect(JSON.parse(parts[1]?.split('\r\n\r\n')[1] ?? '')).toEqual({
      program: 'blastp',
      db: 'demo',
      options: '-outfmt 0',
    });
    expect(parts[2]).toContain('name="query"; filename="query.fasta"');
    expect(parts[2]?.split('\r\n\r\n')[1]).toBe(`${queryText}\r\n`);
    expect(post?.pieces).toBeGreaterThan(1);
  });

  it('passes task, format, title and BLAST options on, quoted', async () => {
    const server = await searchServer([success]);
    const args = [...searchArgs, '--task', 'blastp-fast', '--outfmt', '6 qseqid', '--title', "Ann's"];
    await cli(server.url, [...args, '--', '-evalue', '1e-5', '-entrez', "it's"]);
    expect(server.seen[0]?.body).toContain(
      JSON.stringify({
        program: 'blastp',
        db: 'demo',
        options: `-task blastp-fast -outfmt '6 qseqid' -evalue 1e-5 -entrez 'it'\\''s'`,
        title: "Ann's",
      }),
    );
  });

  it('writes the report to a file that appears when it is whole', async () => {
    const server = await searchServer([success], 'whole report\n');
    const out = join(folder, 'report.tsv');
    expect(await cli(server.url, [...searchArgs, '--out', out])).toMatchObject({ exitCode: 0, out: '' });
    expect(readFileSync(out, 'utf8')).toBe('whole report\n');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('prints only the id with --detach', async () => {
    const server = await searchServer([]);
    expect(await cli(server.url, [...searchArgs, '--detach'])).toMatchObject({
      exitCode: 0,
      out: `${submissionId}\n`,
    });
    expect(server.calls()).toEqual(['POST /v1/jobs']);
  });

  it('ends with 1 and the server’s reason when the job fails', async () => {
    const error = { code: 'TOOL_REJECTED_INPUT', message: 'BLAST says no.' };
    const server = await searchServer([{ status: 'failed', phase: 'failed', error }]);
    const { exitCode, err } = await cli(server.url, searchArgs);
    expect([exitCode, err]).toEqual([1, expect.stringContaining('BLAST says no. [TOOL_REJECTED_INPUT]')]);
  });

  it('draws a bar on a screen and takes it away again', async () => {
    const server = await searchServer([running(50), success]);
    const terminal = recordingTerminal({ isInteractive: true });
    await cli(server.url, searchArgs, terminal);
    expect(terminal.drawn()).toMatch(/█+.*░+.* 50 %\s+running: searching[^]*100 %\s+completed\r\u001b\[2K$/);
  });

  it('holds its requests at the server instead of polling', async () => {
    const server = await searchServer([
      running(1),
      running(2),
      { ...running(99), phase: 'finalizing' },
      success,
    ]);
    await cli(server.url, searchArgs);
    const waits = server.calls().filter((call) => call.includes('?wait='));
    expect(waits).toEqual([`GET /jobs/${jobId}?wait=20`]);
    expect(server.calls()).toContain(`GET /jobs/${reportId}`);
  });

  it('sends the token with every request', async () => {
    const server = await searchServer([success]);
    await cli(server.url, searchArgs, recordingTerminal(), 's3cret');
    for (const { headers } of server.seen) expect(headers.authorization).toBe('Bearer s3cret');
  });
});

describe('Ctrl-C during durablast search', () => {
  async function interrupted(
    answers: (string | (() => void))[] | undefined,
    press: (t: RecordingTerminal) => void,
  ) {
    const server = await searchServer([running(10)]);
    const terminal = recordingTerminal(answers === undefined ? {} : { answers });
    const pressing: RecordingTerminal = {
      ...terminal,
      say(text) {
        terminal.say(text);
        if (text.includes('searching')) press(terminal);
      },
    };
    const { exitCode } = await cli(server.url, searchArgs, pressing);
    return { exitCode, said: terminal.said(), calls: server.calls() };
  }
  const once = () => {
    let isPressed = false;
    return (terminal: RecordingTerminal) => {
      if (!isPressed) terminal.interrupt();
      isPressed = true;
    };
  };

  it('cancels the job when told so', async () => {
    const { exitCode, calls } = await interrupted(['what?', 'c'], once());
    expect([exitCode, calls.at(-1)]).toEqual([130, `DELETE /v1/jobs/${submissionId}`]);
  });

  it('leaves it running when told so, and says how to find it', async () => {
    const { exitCode, calls, said } = await interrupted(['l'], once());
    expect([exitCode, said]).toEqual([130, expect.stringContaining(`durablast cancel ${submissionId}`)]);
    expect(calls.some((call) => call.startsWith('DELETE'))).toBe(false);
  });

  it('leaves it running at a second Ctrl-C', async () => {
    let pressAgain = () => {};
    const { exitCode, calls } = await interrupted([() => pressAgain()], (terminal) => {
      pressAgain = () => terminal.interrupt();
      terminal.interrupt();
    });
    expect(exitCode).toBe(130);
    expect(calls.some((call) => call.startsWith('DELETE'))).toBe(false);
  });

  it('leaves it running when there is nobody to ask', async () => {
    const { exitCode, said } = await interrupted(undefined, once());
    expect([exitCode, said]).toEqual([130, expect.stringContaining('The job goes on.')]);
  });

  it('goes on waiting when told so', async () => {
    const { exitCode, calls } = await interrupted(['w', 'c'], (terminal) => terminal.interrupt());
    expect([exitCode, calls.at(-1)]).toEqual([130, `DELETE /v1/jobs/${submissionId}`]);
  });
});

describe('the other commands', () => {
  it('jobs lists as many as asked for, page by page', async () => {
    const job = (index: number) => ({
      job_id: String(index).padStart(12, '0'),
      status: 'running',
      progress_pct: 7,
      program: 'blastp',
      db: 'demo',
      created_at: '2026-01-02T03:04:05.678Z',
      passthrough: { title: `t${index}` },
    });
    const server = await serve(({ url }) => {
      const isFirst = !url.includes('cursor');
      const jobs = isFirst ? Array.from({ length: 500 }, (_, index) => job(index)) : [job(500)];
      return { json: { jobs, next_cursor: isFirst ? 'a b' : null, has_more: isFirst } };
    });
    const { out, exitCode } = await cli(server.url, ['jobs', '--limit', '501']);
    expect(exitCode).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(502);
    expect(out).toContain('000000000500  running   7 %  2026-01-02 03:04:05  blastp   demo      t500');
    expect(server.calls()).toEqual(['GET /v1/jobs?limit=500', 'GET /v1/jobs?limit=1&cursor=a+b']);
  });

  const views: [string, Record<string, unknown>, number, string][] = [
    [
      'a running one',
      { state: 'running', phase: 'searching', progress_detail: { percent: 12.5 } },
      0,
      'done   12.5 %',
    ],
    ['a finished one', { state: 'completed', phase: null }, 0, 'state  completed'],
    [
      'a failed one',
      { state: 'failed', error: 'No.', error_code: 'TOOL_FAILED' },
      1,
      'error  No. [TOOL_FAILED]',
    ],
  ];
  it.each(views)('job shows %s', async (_title, view, expected, line) => {
    const server = await serve(({ url }) =>
      url === `/jobs/${jobId}` ? { json: { kind: 'search', ...view } } : undefined,
    );
    const { exitCode, out } = await cli(server.url, ['job', jobId]);
    expect([exitCode, out]).toEqual([expected, expect.stringContaining(line)]);
    expect(out).toContain(`${server.url}/jobs/${jobId}`);
  });

  it('job --watch follows to the end', async () => {
    let look = 0;
    const server = await serve(() => {
      look += 1;
      return { json: { state: look < 4 ? 'running' : 'completed' }, headers: { etag: `"${look}"` } };
    });
    expect(await cli(server.url, ['job', jobId, '--watch'])).toMatchObject({ exitCode: 0 });
  });

  it('cancel takes back a submission, or a job', async () => {
    const server = await serve(() => ({ json: {} }));
    for (const id of [submissionId, jobId]) expect((await cli(server.url, ['cancel', id])).exitCode).toBe(0);
    expect(server.calls()).toEqual([`DELETE /v1/jobs/${submissionId}`, `DELETE /jobs/${jobId}`]);
  });

  it('databases lists them', async () => {
    const database = {
      name: 'demo',
      title: 'Some',
      dbtype: 'prot',
      number_of_sequences: 1234,
      number_of_letters: 9,
    };
    const server = await serve(() => ({ json: { databases: [database], count: 1 } }));
    expect((await cli(server.url, ['databases'])).out).toMatch(/demo {2}protein +1,234 +9 {2}Some\n/);
  });

  it('databases add uploads, waits and says how to search', async () => {
    const server = await serve(({ method }) =>
      method === 'POST'
        ? { status: 202, json: { job_id: jobId, url: `/jobs/${jobId}` } }
        : { json: { state: 'completed' } },
    );
    const { exitCode, err } = await cli(server.url, ['databases', 'add', query, '--title', 'My own']);
    expect([exitCode, err]).toEqual([0, expect.stringContaining('The database query is ready')]);
    expect(server.seen[0]?.body).toContain('{"name":"query","type":"protein","title":"My own"}');
    expect(server.seen[0]?.body).toContain('name="fasta"; filename="query.fasta"');
  });

  it('up runs the stack', async () => {
    expect((await cli('http://127.0.0.1:1', ['up'])).exitCode).toBe(42);
  });
});

describe('what goes wrong', () => {
  const problem = {
    type: 'about:blank',
    title: 'x',
    status: 400,
    detail: 'Residue "?" in q1.',
    code: 'INVALID_RESIDUE',
  };

  it('prints the server’s own sentence and code for a refused request', async () => {
    const server = await serve(() => ({ status: 400, json: problem }));
    const { exitCode, err } = await cli(server.url, searchArgs);
    expect([exitCode, err]).toEqual([2, 'Residue "?" in q1. [INVALID_RESIDUE]\n']);
  });

  it('adds the request id to a fault of the server', async () => {
    const server = await serve(() => ({ status: 503, json: { ...problem, request_id: 'r1' } }));
    const { exitCode, err } = await cli(server.url, ['databases']);
    expect([exitCode, err]).toEqual([3, 'Residue "?" in q1. [INVALID_RESIDUE, r1]\n']);
  });

  it('says so when no server answers', async () => {
    const server = await serve(() => undefined);
    servers.splice(0);
    await server.close();
    const { exitCode, err } = await cli(server.url, ['jobs']);
    expect([exitCode, err]).toEqual([
      3,
      expect.stringMatching(/^No server answers at .* \(ECONNREFUSED\)\. Start one/),
    ]);
  });

  it('says so when something else answers', async () => {
    const server = await serve(() => ({ text: '<html>' }));
    expect(await cli(server.url, ['databases'])).toMatchObject({
      exitCode: 3,
      err: expect.stringContaining('not like a Durablast server'),
    });
  });

  const usage: [string, string[], string][] = [
    ['an unknown command', ['serach'], "unknown command 'serach'"],
    ['a missing option', ['search', '--db', 'x', '--query', query], "'--program <name>' not specified"],
    ['a query that is not there', ['search', '--program', 'p', '--db', 'd', '--query', '/no/such'], 'ENOENT'],
    [
      'a format among the BLAST options',
      [...searchArgs, '--', '-outfmt', '5'],
      'Give --outfmt before the "--"',
    ],
    ['an id that is none', ['job', 'xyz'], '"xyz" is no job id'],
    ['a limit that is none', ['jobs', '--limit', '0'], 'whole number from 1'],
    ['an unknown molecule type', ['databases', 'add', query, '--type', 'rna'], 'Allowed choices are'],
  ];
  it.each(usage)('refuses %s before anything is sent', async (_title, args, sentence) => {
    const server = await serve(() => undefined);
    const { exitCode, err } = await cli(server.url, args);
    expect([exitCode, err]).toEqual([2, expect.stringContaining(sentence)]);
    expect(server.seen).toEqual([]);
  });

  it('prints help for people', async () => {
    const { exitCode, out } = await cli('http://127.0.0.1:1', ['--help']);
    expect(exitCode).toBe(0);
    for (const command of ['up', 'search', 'jobs', 'job', 'cancel', 'databases'])
      expect(out).toContain(`  ${command}`);
  });
});
