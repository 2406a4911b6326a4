import { Readable } from 'node:stream';
import { createFakeSpool } from '../../support/api/fake-spool.ts';
import { boundary, formBody, formType } from '../../support/api/requests.ts';
import { blastConfig, jobConfig, one, setUpQueries, two } from '../query-service/query-world.ts';
import { setUpServices } from './services-world.ts';

describe('a query text', () => {
  const residues = one.split('\n')[1] ?? '';

  it.each([
    ['that is empty', ''],
    ['of blanks', ' \n\t\r\n'],
    ['of a name only', '>a\n'],
    ['of a > only', '>'],
    ['with an empty sequence in it', `${one}>b\n${two}`],
    ['of several of which the first has no name', `${residues}\n${two}`],
  ])('%s is refused at its field', async (_what, query) => {
    const { json, launcher } = await setUpServices();
    const before = launcher.started.length;
    const body = { jobConfig: { ...jobConfig, query }, blastConfig };
    expect(await json('POST /query/jobs', { body })).toMatchObject({
      status: 'invalid-input',
      errors: { byKey: { 'jobConfig.query': [expect.any(String)] } },
    });
    expect(launcher.started).toHaveLength(before);
  });

  it('of one sequence needs no name', async () => {
    const { createQuery } = await setUpServices();
    expect(await createQuery(residues)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('of 3 MB is not held in memory whole on its way to the spool', async () => {
    const wholeBytes = 3 * 1024 * 1024;
    const spool = createFakeSpool();
    let [sentBytes, takenBytes, mostHeldBytes] = [0, 0, 0];
    const slow = {
      ...spool,
      collect: (source: AsyncIterable<Uint8Array>) => spool.collect(watched(source)),
    };
    async function* watched(source: AsyncIterable<Uint8Array>) {
      for await (const part of source) {
        takenBytes += part.length;
        // A disk is slower than a network; whoever reads ahead does it now.
        await new Promise(setImmediate);
        mostHeldBytes = Math.max(mostHeldBytes, sentBytes - takenBytes);
        yield part;
      }
    }
    async function* form() {
      const { query: _, ...config } = jobConfig;
      const head = formBody([
        { name: 'config', text: JSON.stringify({ jobConfig: config, blastConfig }) },
        { name: 'query', text: '', fileName: 'query.fasta' },
      ]);
      const end = Buffer.from(`\r\n--${boundary}--\r\n`);
      yield Buffer.concat([head.subarray(0, -end.length), Buffer.from('>large\n')]);
      const piece = Buffer.from(`${residues}\n`.repeat(100));
      for (; sentBytes < wholeBytes; sentBytes += piece.length) yield piece;
      yield end;
    }
    const large = 2 * wholeBytes;
    const { app } = setUpQueries({
      spool: slow,
      limits: { maxSequences: 1, maxResidues: large },
      queryLimits: {
        ...{ maxSequences: 1, maxQueryResidues: large, maxResults: 10_000 },
        maxSequenceResidues: { nucleotide: large, protein: large },
      },
    });
    const response = await app.request('/query/jobs', {
      method: 'POST',
      headers: { 'Content-Type': formType },
      body: Readable.toWeb(Readable.from(form())) as ReadableStream,
      duplex: 'half',
    });
    expect(response.status).toBe(200);
    expect(takenBytes).toBeGreaterThan(0.9 * wholeBytes);
    expect(mostHeldBytes).toBeLessThan(wholeBytes / 8);
    expect(spool.held()).toBe(0);
  });
});
