import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { ConfigurationError, loadClientConfig, loadConfig } from '../../../src/config/index.ts';

type Values = Record<string, string>;

const folder = mkdtempSync(join(tmpdir(), 'durablast-config-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function faultsOf(values: Values): readonly string[] {
  try {
    loadConfig(values);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('gives the embedded stack from an empty environment', () => {
    const data = resolve('data');
    expect(loadConfig({ XDG_CACHE_HOME: '/cache' })).toEqual({
      api: { host: '127.0.0.1', port: 8080 },
      logLevel: 'info',
      dataDirectory: data,
      databaseDirectory: join(data, 'databases'),
      scratchDirectory: join(data, 'scratch'),
      scratchLimits: { minFreeBytes: 1_073_741_824, maxFileBytes: 53_687_091_200 },
      cacheDirectory: '/cache/durablast',
      resultRetentionDays: 30,
      documentStore: { kind: 'sqlite', file: join(data, 'durablast.db') },
      objectStore: { kind: 'filesystem', directory: join(data, 'objects') },
      temporal: {
        host: '127.0.0.1',
        port: 7233,
        address: '127.0.0.1:7233',
        namespace: 'durablast',
        uiPort: 8233,
      },
      worker: {},
      limits: {
        maxActiveJobs: 1000,
        maxBodyBytes: 1073741824,
        maxQuerySequences: 200_000,
        maxQueryResidues: 500_000_000,
      },
      queryLimits: {
        maxSequences: 100,
        maxQueryResidues: 3_145_728,
        maxSequenceResidues: { nucleotide: 1_048_576, protein: 102_400 },
        maxResults: 10_000,
      },
    });
  });

  it('moves everything derived with the data folder', () => {
    const config = loadConfig({ DURABLAST_DATA_DIR: '/srv/d' });
    expect(config.databaseDirectory).toBe('/srv/d/databases');
    expect(config.scratchDirectory).toBe('/srv/d/scratch');
    expect(config.documentStore).toEqual({ kind: 'sqlite', file: '/srv/d/durablast.db' });
    expect(config.objectStore).toEqual({ kind: 'filesystem', directory: '/srv/d/objects' });
  });

  it('takes an empty value for unset', () => {
    expect(loadConfig({ PORT: '', DURABLAST_BLAST_DIR: ' ' })).toEqual(loadConfig({}));
  });

  it('lets overrides win over the environment', () => {
    expect(loadConfig({ PORT: '1' }, { PORT: '2' }).api.port).toBe(2);
  });

  const faulty: [string, Values, string][] = [
    ['a port that is no number', { PORT: '80a' }, 'PORT must be a whole number from 0 to 65535, not "80a".'],
    ['a port out of range', { PORT: '65536' }, 'PORT must be a whole number from 0 to 65535, not "65536".'],
    ['a negative port', { DURABLAST_TEMPORAL_UI_PORT: '-1' }, 'DURABLAST_TEMPORAL_UI_PORT must be'],
    ['an exponent', { DURABLAST_MAX_BODY_BYTES: '1e9' }, 'DURABLAST_MAX_BODY_BYTES must be'],
    ['no tool slots', { DURABLAST_TOOL_SLOTS: '0' }, 'DURABLAST_TOOL_SLOTS must be'],
    ['an unknown store', { DURABLAST_DOCUMENT_STORE: 'redis' }, 'must be one of sqlite, mongo, not "redis".'],
    ['an unknown log level', { DURABLAST_LOG_LEVEL: 'loud' }, 'DURABLAST_LOG_LEVEL must be one of'],
    ['an address without port', { DURABLAST_TEMPORAL_ADDRESS: 'temporal' }, 'must be host:port'],
    ['an address with a wild port', { DURABLAST_TEMPORAL_ADDRESS: 'temporal:70000' }, 'must be host:port'],
    ['a host with blanks', { DURABLAST_HOST: 'my host' }, 'DURABLAST_HOST must be a host name'],
    ['a URL of another scheme', { DURABLAST_URL: 'ftp://x' }, 'DURABLAST_URL must be an address'],
    ['a namespace that needs quoting', { DURABLAST_TEMPORAL_NAMESPACE: 'a b' }, 'must be a name of letters'],
    ['mongo without address', { DURABLAST_DOCUMENT_STORE: 'mongo' }, 'set DURABLAST_MONGODB_URI as well'],
    ['s3 without bucket', { DURABLAST_OBJECT_STORE: 's3' }, 'set DURABLAST_S3_BUCKET as well'],
    [
      'half a key pair',
      { DURABLAST_OBJECT_STORE: 's3', DURABLAST_S3_BUCKET: 'b', DURABLAST_S3_ACCESS_KEY_ID: 'k' },
      'go together',
    ],
    ['an open host without token', { DURABLAST_HOST: '0.0.0.0' }, 'set DURABLAST_API_TOKEN'],
    ['a secret that can be guessed', { DURABLAST_AUTH_SECRET: 'short' }, '32 characters or more'],
    ['numbers as guests without tokens', { DURABLAST_GUEST_NUMBERS: 'yes' }, 'set DURABLAST_AUTH_SECRET'],
    ['a misspelt name', { DURABLAST_DATADIR: '/x' }, 'DURABLAST_DATA_DIR is probably meant'],
    ['a prefixed PORT', { DURABLAST_PORT: '9000' }, 'PORT is probably meant'],
    ['a missing secret file', { DURABLAST_API_TOKEN_FILE: '/no/such' }, 'names a file that cannot be read'],
  ];
  it.each(faulty)('refuses %s', (_title, values, sentence) => {
    expect(faultsOf(values)).toEqual([expect.stringContaining(sentence)]);
  });

  it('names all faults at once in one readable message', () => {
    const values = { PORT: 'x', DURABLAST_LOG_LEVEL: 'y', DURABLAST_TEMPORAL_ADDRESS: 'z' };
    expect(faultsOf(values)).toHaveLength(3);
    expect(() => loadConfig(values)).toThrow(/^The configuration cannot be used:\n {2}- PORT .*\n {2}- /);
  });

  it('lets foreign variables pass that only share the prefix', () => {
    const foreign = {
      DURABLAST_PORT: 'tcp://10.0.0.1:80',
      DURABLAST_SERVICE_HOST: '10.0.0.1',
      DURABLAST_TEST_X: '1',
    };
    expect(faultsOf(foreign)).toEqual([]);
  });

  it('builds the production stores', () => {
    const config = loadConfig({
      DURABLAST_DOCUMENT_STORE: 'mongo',
      DURABLAST_MONGODB_URI_FILE: file('uri', 'mongodb://u:p@m/\n'),
      DURABLAST_OBJECT_STORE: 's3',
      DURABLAST_S3_BUCKET: 'b',
      DURABLAST_S3_ENDPOINT: 'http://s3:8333/',
      DURABLAST_S3_ACCESS_KEY_ID: 'id',
      DURABLAST_S3_SECRET_ACCESS_KEY: 'key',
    });
    const { documentStore, objectStore } = config;
    expect(documentStore).toMatchObject({ kind: 'mongo', database: 'durablast' });
    expect(documentStore.kind === 'mongo' && documentStore.uri.reveal()).toBe('mongodb://u:p@m/');
    expect(objectStore).toMatchObject({
      kind: 's3',
      bucket: 'b',
      endpoint: 'http://s3:8333',
      region: 'us-east-1',
    });
    expect(objectStore.kind === 's3' && objectStore.credentials?.secretAccessKey.reveal()).toBe('key');
  });

  it('accepts an open host with a token from a file', () => {
    const config = loadConfig({
      DURABLAST_HOST: '0.0.0.0',
      DURABLAST_API_TOKEN_FILE: file('token', 't0ken\n'),
    });
    expect(config.api.token?.reveal()).toBe('t0ken');
  });

  it('refuses a secret given twice, and an empty secret file', () => {
    const twice = { DURABLAST_API_TOKEN: 'a', DURABLAST_API_TOKEN_FILE: file('again', 'b') };
    expect(faultsOf(twice)).toEqual([expect.stringContaining('are both set')]);
    expect(faultsOf({ DURABLAST_API_TOKEN_FILE: file('empty', '\n') })).toEqual([
      expect.stringContaining('names an empty file'),
    ]);
  });

  it('never prints a secret', () => {
    const config = loadConfig({
      DURABLAST_API_TOKEN: 'hush',
      DURABLAST_DOCUMENT_STORE: 'mongo',
      DURABLAST_MONGODB_URI: 'mongodb://hush',
      DURABLAST_OBJECT_STORE: 's3',
      DURABLAST_S3_BUCKET: 'b',
      DURABLAST_S3_ACCESS_KEY_ID: 'hush',
      DURABLAST_S3_SECRET_ACCESS_KEY: 'hush',
    });
    const printed = [
      JSON.stringify(config),
      inspect(config, { depth: 9, showHidden: true }),
      String(config.api.token),
    ];
    expect(printed.join('\n')).not.toContain('hush');
    expect(printed[2]).toBe('[secret]');
  });
});

describe('loadClientConfig', () => {
  it('knows the address and the token, and no rule for servers', () => {
    const client = loadClientConfig({ DURABLAST_URL: 'https://b.org/', DURABLAST_HOST: '0.0.0.0' });
    expect(client).toEqual({ url: 'https://b.org' });
    expect(loadClientConfig({ DURABLAST_API_TOKEN: 't' }).token?.reveal()).toBe('t');
  });
});
