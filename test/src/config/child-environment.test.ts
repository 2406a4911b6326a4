import { settingsSchema } from '../../../src/config/settings.ts';
import { childEnvironment, loadConfig, plainEnvironment } from '../../../src/config/index.ts';

const environments: [string, Record<string, string>][] = [
  ['the defaults', {}],
  [
    'the embedded stores, everything else set',
    {
      PORT: '0',
      DURABLAST_HOST: '0.0.0.0',
      DURABLAST_API_TOKEN: 'token',
      DURABLAST_LOG_LEVEL: 'debug',
      DURABLAST_DATA_DIR: '/d',
      DURABLAST_DATABASE_DIR: '/b',
      DURABLAST_SITES_DIR: '/sites',
      DURABLAST_AUTH_SECRET: 'a-secret-of-thirty-two-characters',
      DURABLAST_GUEST_NUMBERS: 'yes',
      MAX_SEQUENCES_PER_JOB: '5',
      MAX_INPUT_QUERY_SIZE: '6000',
      MAX_NA_SEQ_SIZE: '700',
      MAX_AA_SEQ_SIZE: '80',
      MAX_RESULTS_PER_QUERY: '90',
      DURABLAST_SCRATCH_DIR: '/s',
      DURABLAST_SCRATCH_MIN_FREE_BYTES: '0',
      DURABLAST_SCRATCH_MAX_FILE_BYTES: '9000000',
      DURABLAST_CACHE_DIR: '/c',
      DURABLAST_BLAST_DIR: '/blast',
      DURABLAST_TOOL_SLOTS: '7',
      DURABLAST_WORKER_METRICS: '127.0.0.1:9464',
      DURABLAST_MAX_ACTIVE_JOBS: '8',
      DURABLAST_MAX_BODY_BYTES: '2048',
      DURABLAST_MAX_QUERY_SEQUENCES: '2',
      DURABLAST_MAX_QUERY_RESIDUES: '3',
      DURABLAST_RESULT_RETENTION_DAYS: '9',
      DURABLAST_TEMPORAL_ADDRESS: '[::1]:1',
      DURABLAST_TEMPORAL_NAMESPACE: 'n',
      DURABLAST_TEMPORAL_UI_PORT: '4',
      DURABLAST_TEMPORAL_CLI: '/t',
    },
  ],
  [
    'the production stores',
    {
      DURABLAST_DOCUMENT_STORE: 'mongo',
      DURABLAST_MONGODB_URI: 'mongodb://m',
      DURABLAST_MONGODB_DATABASE: 'x',
      DURABLAST_OBJECT_STORE: 's3',
      DURABLAST_S3_ENDPOINT: 'http://s3',
      DURABLAST_S3_REGION: 'r',
      DURABLAST_S3_BUCKET: 'b',
      DURABLAST_S3_ACCESS_KEY_ID: 'id',
      DURABLAST_S3_SECRET_ACCESS_KEY: 'key',
    },
  ],
];

/** Settings of the command line, and those whose value is handed on itself. */
const notHandedOn = (name: string): boolean => name === 'DURABLAST_URL' || name.endsWith('_FILE');

describe('childEnvironment', () => {
  it('is tried with every setting that a child can be given', () => {
    const tried = new Set(environments.flatMap(([, environment]) => Object.keys(environment)));
    const settings = Object.keys(settingsSchema.shape).filter((name) => !notHandedOn(name));
    expect(settings.filter((name) => !tried.has(name))).toEqual([]);
  });

  it.each(environments)('gives a child the same configuration: %s', (_title, environment) => {
    const config = loadConfig(environment);
    const again = childEnvironment(loadConfig(childEnvironment(config, {})), {});
    expect(again).toEqual(childEnvironment(config, {}));
    for (const [name, value] of Object.entries(environment)) expect(again[name]).toBe(value);
  });

  it('keeps what is not a setting and drops settings the configuration was not made from', () => {
    const child = childEnvironment(loadConfig({}), {
      PATH: '/bin',
      DURABLAST_BLAST_DIR: '/stale',
      DURABLAST_TEST_X: '1',
    });
    expect(child).toMatchObject({ PATH: '/bin', DURABLAST_TEST_X: '1' });
    expect(child).not.toHaveProperty('DURABLAST_BLAST_DIR');
  });
});

describe('plainEnvironment', () => {
  it('passes on nothing of ours', () => {
    const environment = {
      PATH: '/bin',
      DURABLAST_API_TOKEN: 'hush',
      TEMPORAL_ADDRESS: 'elsewhere',
      HOME: undefined,
    };
    expect(plainEnvironment(environment)).toEqual({ PATH: '/bin' });
  });
});
