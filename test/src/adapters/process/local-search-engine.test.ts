import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandRunner } from '../../../../src/adapters/process/command-runner.ts';
import { createLocalSearchEngine } from '../../../../src/adapters/process/local-search-engine.ts';
import { createToolLocator } from '../../../../src/adapters/process/tool-locator.ts';
import type { Database } from '../../../../src/database/database.ts';
import type { ErrorCode } from '../../../../src/errors/index.ts';
import { isRunning, until, useTemporaryFolders, writeScript } from './temporary-folder.ts';

const temporaryFolder = useTemporaryFolders();
const path = '/usr/bin:/bin';
const archive = `printf 'Blast4-archive ::= {\\n  request { }\\n}\\n' > archive.asn`;
const version = `[ "$1" = -version ] && { echo "$(basename "$0"): 2.99.1+"; echo " Package: blast"; echo run >> "$0.versions"; exit 0; }`;

const ants: Database = {
  name: 'ants',
  title: 'Ants',
  moleculeType: 'protein',
  sequenceCount: 1,
  letterCount: 10,
  volumes: ['ants'],
  sizeBytes: 10,
  formatVersion: 5,
  buildDate: '',
  hasSequenceIds: true,
  taxonomy: 'absent',
  masks: [],
  fingerprint: 'f1',
};

/** An engine whose tools are shell scripts and whose catalogue the test sets. */
async function setUp(tools: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder('engine');
  const scratchDirectory = join(folder, 'scratch');
  await mkdir(scratchDirectory);
  for (const [name, body] of Object.entries(tools)) await writeScript(folder, name, `${version}\n${body}`);
  const databases = new Map([[ants.name, ants]]);
  const engine = createLocalSearchEngine({
    runner: createCommandRunner({ path, home: '/', temporaryDirectory: tmpdir() }),
    tools: createToolLocator({ directory: folder, path: folder }),
    catalogue: {
      get: (name) => Promise.resolve(databases.get(name)),
      taxonNames: () => Promise.resolve(undefined),
    },
    databaseDirectories: ['/databases'],
  });
  const abort = new AbortController();
  return {
    folder,
    scratchDirectory,
    databases,
    engine,
    abort,
    search: (fasta: AsyncIterable<Uint8Array> = fastaOf('>a\n', 'MK\n')) =>
      engine.searchChunk({
        program: 'blastp',
        task: 'blastp-fast',
        options: { evalue: '1e-5', ungapped: '' },
        databases: [{ name: 'ants', fingerprint: 'f1' }],
        batchSizeResidues: 12_345,
        fasta,
        scratchDirectory,
        signal: abort.signal,
      }),
    format: (outfmt: string, archivePath: string) =>
      engine.formatArchive({
        program: 'blastp',
        databases: [{ name: 'ants', fingerprint: 'f1' }],
        outfmt,
        extraArgs: ['-max_target_seqs', '5'],
        archivePath,
        scratchDirectory,
        signal: abort.signal,
      }),
  };
}

async function* fastaOf(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

describe('a search', () => {
  it('runs one process in the scratch folder, with names for paths in arguments that it records', async () => {
    const { search, folder, scratchDirectory } = await setUp({
      blastp: `printf '%s\\n' "$@" > ../argv; env | sort > ../env; pwd > ../cwd; cp query.fasta ..; ${archive}`,
    });
    const { path: archivePath, run } = await search();
    expect(archivePath).toBe(join(scratchDirectory, 'archive.asn'));
    const argv = (await readFile(join(folder, 'argv'), 'utf8')).trimEnd().split('\n');
    expect(run).toMatchObject({
      tool: 'blastp',
      version: '2.99.1',
      argv,
      environment: { BATCH_SIZE: '12345' },
    });
    expect(run.wallMs).toBeGreaterThan(0);
    expect(argv).toEqual(
      expect.arrayContaining(['-db', 'ants', '-task', 'blastp-fast', '-evalue', '1e-5', '-outfmt', '11']),
    );
    expect(argv.slice(-4)).toEqual(['-query', 'query.fasta', '-out', 'archive.asn']);
    expect(argv.join(' ')).not.toContain('/');
    expect(await readFile(join(folder, 'cwd'), 'utf8')).toBe(`${scratchDirectory}\n`);
    expect(await readFile(join(folder, 'query.fasta'), 'utf8')).toBe('>a\nMK\n');
    const environment = await readFile(join(folder, 'env'), 'utf8');
    expect(environment.split('\n')).toEqual(
      expect.arrayContaining([
        'BATCH_SIZE=12345',
        'BLASTDB=/databases',
        'BLAST_USAGE_REPORT=false',
        'NCBI_DONT_USE_NCBIRC=1',
      ]),
    );
  });

  it.each<[string, string, ErrorCode, string]>([
    [
      'status 1',
      'echo "BLAST query/options error: bad" >&2; exit 1',
      'TOOL_REJECTED_INPUT',
      'BLAST query/options error: bad',
    ],
    [
      'status 2',
      'echo "BLAST Database error: bad" >&2; exit 2',
      'TOOL_DATABASE_ERROR',
      'BLAST Database error: bad',
    ],
    ['status 3', 'echo "BLAST engine error: bad" >&2; exit 3', 'TOOL_FAILED', 'BLAST engine error: bad'],
    [
      'status 3 about the input',
      'echo "BLAST engine error: Warning: Sequence contains no data" >&2; exit 3',
      'TOOL_REJECTED_INPUT',
      'BLAST engine error: Warning: Sequence contains no data',
    ],
    ['status 4', 'exit 4', 'TOOL_OUT_OF_MEMORY', 'blastp ran out of memory.'],
    [
      'status 6',
      'echo "BLAST failed to write output" >&2; exit 6',
      'TOOL_FAILED',
      'BLAST failed to write output',
    ],
    ['status 255', 'exit 255', 'TOOL_FAILED', 'blastp failed with exit status 255 and no message.'],
    ['SIGKILL', 'kill -KILL $$', 'TOOL_OUT_OF_MEMORY', 'blastp ran out of memory.'],
    ['SIGSEGV', 'echo oops >&2; kill -SEGV $$', 'TOOL_CRASHED', 'blastp crashed (SIGSEGV). It said: oops'],
    [
      'success without archive',
      'exit 0',
      'TOOL_OUTPUT_MISSING',
      'blastp reported success but wrote no complete result.',
    ],
    [
      'success with an empty archive',
      ': > archive.asn',
      'TOOL_OUTPUT_MISSING',
      'blastp reported success but wrote no complete result.',
    ],
    [
      'success with half an archive',
      'echo "Blast4-archive ::= {" > archive.asn',
      'TOOL_OUTPUT_MISSING',
      'blastp reported success but wrote no complete result.',
    ],
    [
      'failure with an archive',
      `${archive}; exit 2`,
      'TOOL_DATABASE_ERROR',
      'blastp failed with exit status 2 and no message.',
    ],
  ])('that ends in %s', async (_, script, code, message) => {
    const { search } = await setUp({ blastp: script });
    await expect(search()).rejects.toMatchObject({ code, message });
  });

  it('tells what the tool said though it succeeded, line by line and without folders', async () => {
    const said = 'echo "  Warning: [blastp] odd" >&2; echo >&2; echo "Error: in /data/x/ants.pin" >&2';
    const { search } = await setUp({ blastp: `${said}; ${archive}` });
    expect((await search()).stderr).toBe('Warning: [blastp] odd\nError: in ants.pin\n');
  });

  it('of which the tool says much keeps the end', async () => {
    const { search } = await setUp({
      blastp: `for n in $(seq 9999); do echo "Warning: $n" >&2; done; ${archive}`,
    });
    const { stderr } = await search();
    expect(stderr.length).toBeLessThanOrEqual(64 * 1024);
    expect(stderr.endsWith('\nWarning: 9999\n')).toBe(true);
  });

  it('keeps standard error in the details', async () => {
    const { search } = await setUp({ blastp: 'echo "Warning: [blastp] odd" >&2; exit 255' });
    await expect(search()).rejects.toMatchObject({
      details: { exitCode: 255, stderr: 'Warning: [blastp] odd\n', warnings: ['Warning: [blastp] odd'] },
    });
  });

  it('that is cancelled rejects with the very reason and leaves no process', async () => {
    const { search, abort, folder } = await setUp({
      blastp: 'echo $$ > ../pid; trap "" TERM; while :; do sleep 1; done',
    });
    const outcome = search().catch((error: unknown) => error);
    const processId = async () => Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => '0'));
    await until(async () => (await processId()) > 0);
    const reason = new Error('no longer wanted');
    abort.abort(reason);
    expect(await outcome).toBe(reason);
    expect(await isRunning(await processId())).toBe(false);
  });

  it('that is cancelled while its query arrives rejects with the very reason and starts nothing', async () => {
    const { search, abort, folder } = await setUp({ blastp: 'echo > ../started' });
    const reason = new Error('no longer wanted');
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('>a\n');
      abort.abort(reason);
      for (;;) yield await new Promise<Uint8Array>((resolve) => setImmediate(resolve, Buffer.from('MK\n')));
    }
    await expect(search(endless())).rejects.toBe(reason);
    await expect(readFile(join(folder, 'started'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('passes on a failure of the query as it is', async () => {
    const { search } = await setUp({ blastp: archive });
    const failure = new Error('store down');
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('>a\n');
      throw await Promise.resolve(failure);
    }
    await expect(search(broken())).rejects.toBe(failure);
  });
});

describe('a database that is not the one asked for', () => {
  const rebuilt = { ...ants, fingerprint: 'f2' };
  const changed =
    'The database ants that this search was asked to use has been rebuilt since; submit the search again to use what is there now.';
  const gone =
    'The database ants that this search was asked to use is no longer on this server; submit the search again to use what is there now.';

  it.each([
    ['rebuilt', rebuilt, changed],
    ['gone', undefined, gone],
  ])('starts no tool: %s', async (_, current, message) => {
    const { search, format, databases, folder } = await setUp({
      blastp: 'echo > ../started',
      blast_formatter: 'echo > ../started',
    });
    if (current === undefined) databases.clear();
    else databases.set('ants', current);
    for (const run of [() => search(), () => format('6', '/nowhere')]) {
      await expect(run()).rejects.toMatchObject({ code: 'DATABASE_CHANGED', message });
    }
    await expect(readFile(join(folder, 'started'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each([
    ['succeeds', `${archive}; echo ok > report`],
    ['fails for that very reason', 'exit 2'],
  ])('at the end of a run gives no result, when the run %s', async (_, end) => {
    const wait = 'echo > ../running; until [ -f ../go ]; do sleep 0.01; done';
    const { search, format, databases, folder } = await setUp({
      blastp: `${wait}; ${end}`,
      blast_formatter: `${wait}; ${end}`,
    });
    await writeFile(join(folder, 'stored.asn'), '');
    for (const run of [() => search(), () => format('6', join(folder, 'stored.asn'))]) {
      databases.set('ants', ants);
      await rm(join(folder, 'running'), { force: true });
      await rm(join(folder, 'go'), { force: true });
      const outcome = run().catch((error: unknown) => error);
      await until(() =>
        readFile(join(folder, 'running')).then(
          () => true,
          () => false,
        ),
      );
      databases.set('ants', rebuilt);
      await writeFile(join(folder, 'go'), '');
      expect(await outcome).toMatchObject({ code: 'DATABASE_CHANGED', message: changed });
      await rm(join(folder, 'scratch/archive.asn'), { force: true });
    }
  });
});

describe('formatting', () => {
  it('reads an archive that lies elsewhere by its name, and lists what was made beside the report', async () => {
    const script = `printf '%s\\n' "$@" > ../argv; cat archive.asn > report; for n in 10 9 1; do echo > report_$n.xml; done; echo > other`;
    const { format, folder, scratchDirectory } = await setUp({ blast_formatter: script });
    await writeFile(join(folder, 'stored-elsewhere'), 'the archive');
    const result = await format('6 qseqid sseqid', join(folder, 'stored-elsewhere'));
    expect(result.path).toBe(join(scratchDirectory, 'report'));
    expect(await readFile(result.path, 'utf8')).toBe('the archive');
    expect(result.extraFiles).toEqual(['report_1.xml', 'report_9.xml', 'report_10.xml']);
    const argv = [
      '-archive',
      'archive.asn',
      '-outfmt',
      '6 qseqid sseqid',
      '-max_target_seqs',
      '5',
      '-out',
      'report',
    ];
    expect(result.run).toMatchObject({ tool: 'blast_formatter', version: '2.99.1', argv, environment: {} });
    expect((await readFile(join(folder, 'argv'), 'utf8')).trimEnd().split('\n')).toEqual(argv);
  });

  it('tells what the tool said though it succeeded', async () => {
    const { format, folder } = await setUp({ blast_formatter: 'echo "Warning: odd" >&2; echo > report' });
    expect((await format('6', join(folder, 'blast_formatter'))).stderr).toBe('Warning: odd\n');
  });

  it('reads an archive that lies in the scratch folder where it is', async () => {
    const { format, scratchDirectory } = await setUp({ blast_formatter: 'cat "$2" > report' });
    await writeFile(join(scratchDirectory, 'mine.asn'), 'mine');
    const result = await format('6', join(scratchDirectory, 'mine.asn'));
    expect(await readFile(result.path, 'utf8')).toBe('mine');
    expect(result.run.argv.slice(0, 2)).toEqual(['-archive', 'mine.asn']);
  });

  it('that makes no report is a failure', async () => {
    const { format, folder } = await setUp({ blast_formatter: 'exit 0' });
    await expect(format('6', join(folder, 'blast_formatter'))).rejects.toMatchObject({
      code: 'TOOL_OUTPUT_MISSING',
    });
  });
});

describe('the tools', () => {
  it('are asked for their version once, and again when they are replaced', async () => {
    const { engine, folder } = await setUp({ blastp: '' });
    expect(await Promise.all([engine.version(), engine.version()])).toEqual(['2.99.1', '2.99.1']);
    expect(await engine.version()).toBe('2.99.1');
    expect(await readFile(join(folder, 'blastp.versions'), 'utf8')).toBe('run\n');
    await rm(join(folder, 'blastp'));
    await writeScript(folder, 'blastp', 'echo "blastp: 3.0.0+ and more"');
    expect(await engine.version()).toBe('3.0.0');
  });

  it('that are missing are named, with what to do', async () => {
    const { engine, search, format } = await setUp({});
    for (const [run, tool] of [
      [() => engine.version(), 'blastp'],
      [() => search(), 'blastp'],
      [() => format('6', '/nowhere'), 'blast_formatter'],
    ] as const) {
      await expect(run()).rejects.toMatchObject({
        code: 'TOOL_MISSING',
        message: expect.stringMatching(
          new RegExp(`^The program ${tool} .*apt-get install ncbi-blast\\+.*conda.*brew`),
        ),
      });
    }
  });

  it('are taken from the configured folder before PATH, and stay those that were found until they are gone', async () => {
    const [first, second] = [await temporaryFolder('tools'), await temporaryFolder('tools')];
    await writeScript(second, 'blastp', '');
    await mkdir(join(first, 'tblastn'));
    await writeFile(join(first, 'blastx'), 'not executable');
    const locator = createToolLocator({ directory: first, path: `:${second}` });
    const found = async (place = locator) => (await place.locate('blastp')).path;
    expect(await found()).toBe(join(second, 'blastp'));
    await writeScript(first, 'blastp', '');
    expect(await found(createToolLocator({ directory: first, path: second }))).toBe(join(first, 'blastp'));
    expect(await found()).toBe(join(second, 'blastp'));
    await rm(join(second, 'blastp'));
    expect(await found()).toBe(join(first, 'blastp'));
    for (const tool of ['tblastn', 'blastx'])
      await expect(locator.locate(tool)).rejects.toMatchObject({ code: 'TOOL_MISSING' });
  });

  it('are found under either name that rpsblast goes by, the one of this toolkit first', async () => {
    const folder = await temporaryFolder('tools');
    const locator = createToolLocator({ path: folder });
    await expect(locator.locate('rpsblast')).rejects.toMatchObject({ code: 'TOOL_MISSING' });
    await writeScript(folder, 'rpsblast', '');
    expect((await locator.locate('rpsblast')).path).toBe(join(folder, 'rpsblast'));
    await writeScript(folder, 'rpsblast+', '');
    expect((await createToolLocator({ path: folder }).locate('rpsblast')).path).toBe(
      join(folder, 'rpsblast+'),
    );
  });

  it('are not used with a database folder that BLASTDB cannot say', () => {
    const runner = createCommandRunner({ path, home: '/', temporaryDirectory: tmpdir() });
    const options = { runner, tools: createToolLocator({ path }) };
    expect(() =>
      createLocalSearchEngine({
        ...options,
        catalogue: { get: () => Promise.resolve(undefined), taxonNames: () => Promise.resolve(undefined) },
        databaseDirectories: ['/databases', '/a:b'],
      }),
    ).toThrow('":"');
  });
});
