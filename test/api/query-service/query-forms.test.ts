import { Readable } from 'node:stream';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { boundary, formBody, formType, postForm, type Part } from '../../support/api/requests.ts';
import { blastConfig, jobConfig, one, setUpQueries } from './query-world.ts';

const { query: _text, ...withoutQuery } = jobConfig;
const config: Part = { name: 'config', text: JSON.stringify({ jobConfig: withoutQuery, blastConfig }) };
const faulty: Part = {
  name: 'config',
  text: JSON.stringify({ jobConfig: withoutQuery, blastConfig: { tool: 'blastp', eValue: 1 } }),
};
const file = (text: string | Uint8Array): Part => ({ name: 'query', text, fileName: 'query.fasta' });

/** Of files: larger than any here. */
const limits = { maxSequences: 100, maxResidues: 10_000_000 };

async function answerTo(body: Uint8Array<ArrayBuffer>) {
  const { app, launcher, objectKeys, spool } = setUpQueries({ limits });
  const response = await postForm(app, '/query/jobs', body);
  const answer = { status: response.status, body: (await response.json()) as Record<string, unknown> };
  expect(launcher.started).toEqual([]);
  expect(await objectKeys()).toEqual([]);
  expect(spool.held()).toBe(0);
  return answer;
}

const cutShort = (form: Uint8Array<ArrayBuffer>, bytes: number) => form.slice(0, form.length - bytes);

describe('a form that cannot be read is 400', () => {
  it.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['config behind the file', formBody([file(one), config]), /no part called config before its file/],
    ['no config', formBody([file(one)]), /no part called config/],
    ['no file', formBody([config]), /no file part called query/],
    [
      'config that is not JSON',
      formBody([{ name: 'config', text: '{"jobConfig":' }, file(one)]),
      /part config is not valid JSON/,
    ],
    ['config that is a list', formBody([{ name: 'config', text: '[]' }, file(one)]), /must be a JSON object/],
    [
      'config nested too deeply',
      formBody([{ name: 'config', text: '['.repeat(100) + ']'.repeat(100) }, file(one)]),
      /nested more than 32/,
    ],
    [
      'config too long',
      formBody([{ name: 'config', text: ' '.repeat(300_000) }, file(one)]),
      /config" is too long/,
    ],
    [
      'config as a file',
      formBody([{ ...config, fileName: 'config.json' }, file(one)]),
      /must be called query, not "config"/,
    ],
    ['a file of another name', formBody([config, { ...file(one), name: 'fasta' }]), /must be called query/],
    [
      'a part behind the file',
      formBody([config, file(one), { name: 'more', text: 'x' }]),
      /must come before the file/,
    ],
    ['two files', formBody([config, file(one), file(one)]), /one file only/],
    ['a body cut short in the file', cutShort(formBody([config, file(one)]), 60), /cut short/],
    ['a body cut short in its last boundary', cutShort(formBody([config, file(one)]), 10), /cut short/],
    ['a body cut short behind a bad query', cutShort(formBody([config, file('>a\nM?\n')]), 10), /cut short/],
    ['a body cut short with a bad config', cutShort(formBody([faulty, file(one)]), 10), /cut short/],
  ])('%s', async (_what, body, message) => {
    expect(await answerTo(body)).toEqual({
      status: 400,
      body: { status: 'bad-request', message: expect.stringMatching(message) as string },
    });
  });
});

const bombBytes = 1 << 30;
const stepBytes = 1 << 20;
const zeros = Buffer.alloc(stepBytes);

/** A gibibyte of zeros: a gzip file may consist of many, and a deflate stream of many blocks. */
function bombs(): Readonly<Record<string, Buffer>> {
  const count = bombBytes / stepBytes;
  const repeated = (block: Buffer): Buffer => Buffer.concat(Array<Buffer>(count).fill(block));
  const header = Buffer.from('504b0304140000000800000021000000000000000000000000000100000061', 'hex');
  const block = deflateRawSync(zeros, { finishFlush: constants.Z_FULL_FLUSH });
  return {
    'gzip-compressed data': repeated(gzipSync(zeros, { level: 9 })),
    'a zip archive or an office document': Buffer.concat([header, repeated(block)]),
  };
}

describe('a compressed file', () => {
  it.each(Object.entries(bombs()))(
    'that is %s is 422 with that word, and never expanded',
    async (name, bomb) => {
      expect(bomb.length).toBeLessThan(2 * stepBytes);
      for (const part of [config, faulty]) {
        const before = process.memoryUsage();
        const { status, body } = await answerTo(formBody([part, file(bomb)]));
        const { rss } = process.memoryUsage();
        expect(status).toBe(422);
        const { byKey } = body['errors'] as { byKey: Record<string, string[]> };
        expect(byKey['jobConfig.query']).toEqual([
          `The query is ${name}, not FASTA. Compressed files are not read: unpack it and send the plain text.`,
        ]);
        expect(rss - before.rss).toBeLessThan(bombBytes / 8);
      }
    },
  );
});

it('a file of faults is read no further than its first faults, with a good configuration and a bad one', async () => {
  const endlessBytes = 64 * stepBytes;
  for (const part of [config, faulty]) {
    const { app } = setUpQueries({ limits: { maxSequences: 1, maxResidues: endlessBytes } });
    let sentBytes = 0;
    async function* body() {
      const head = formBody([part, file('')]).subarray(0, -`\r\n--${boundary}--\r\n`.length);
      yield Buffer.concat([head, Buffer.from('>a\n')]);
      for (
        const piece = Buffer.from('M?M!\n'.repeat(10_000));
        sentBytes < endlessBytes;
        sentBytes += piece.length
      )
        yield piece;
    }
    const response = await app.request('/query/jobs', {
      method: 'POST',
      headers: { 'Content-Type': formType },
      body: Readable.toWeb(Readable.from(body())) as ReadableStream,
      duplex: 'half',
    });
    expect(response.status).toBe(422);
    expect(sentBytes).toBeLessThan(endlessBytes / 8);
  }
});
