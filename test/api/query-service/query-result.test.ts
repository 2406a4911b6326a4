import { completeSearch } from '../../support/api/complete-search.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { blastConfig, jobConfig, one, setUpQueries, two } from './query-world.ts';

const archiveOf = (query: number): string =>
  `Blast4-archive ::= {\n  local str "Query_${String(query)}"\n}\n`;
const chunkCount = 203;
const wholeArchive = Array.from({ length: chunkCount }, (_, index) => archiveOf(index + 1)).join('');

type World = ReturnType<typeof setUpQueries>;

/** A query job whose search is complete, in two pages of chunks. */
async function finished(config: object = blastConfig) {
  const world = setUpQueries();
  const id = await world.create({ jobConfig, blastConfig: config });
  await completeSearch(
    world,
    id,
    Array.from({ length: chunkCount }, () => ({ archive: archiveOf(1) })),
  );
  return { ...world, id, ask: asker(world, id) };
}

const asker =
  ({ app }: Pick<World, 'app'>, id: string) =>
  async (parameters = '', init: RequestInit = {}): Promise<Response> =>
    await app.request(`/query/jobs/${id}/result${parameters}`, init);

describe('the result of a job that is complete', () => {
  it('is the archives of the whole search in their order, and each query has a name of its own', async () => {
    const { ask } = await finished();
    const response = await ask();
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(wholeArchive);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'inline; filename="report.asn1"',
      'cache-control': 'private, max-age=86400, immutable',
      'accept-ranges': 'none',
    });
  });

  it('keeps the names that queries have by their deflines', async () => {
    const { ask } = await finished({ ...blastConfig, parseDefLines: true });
    expect(await (await ask()).text()).toBe(archiveOf(1).repeat(chunkCount));
  });

  it.each([
    ['?download=true', 'attachment'],
    ['?download=false', 'inline'],
    ['', 'inline'],
  ])('with %j it is sent %s', async (parameters, disposition) => {
    const { ask } = await finished();
    const sent = (await ask(parameters)).headers.get('content-disposition');
    expect(sent).toBe(`${disposition}; filename="report.asn1"`);
  });

  it('is the same for who has it; HEAD has no body, and a range is the whole', async () => {
    const { ask } = await finished();
    const etag = (await ask()).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    expect((await ask('', { headers: { 'If-None-Match': etag } })).status).toBe(304);
    const head = await ask('', { method: 'HEAD' });
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, '']);
    const range = await ask('', { headers: { Range: 'bytes=0-9' } });
    expect([range.status, await range.text()]).toEqual([200, wholeArchive]);
  });

  it('has another entity tag in another job', async () => {
    const [mine, other] = [await finished(), await finished({ ...blastConfig, eValue: '1' })];
    expect((await mine.ask()).headers.get('etag')).not.toBe((await other.ask()).headers.get('etag'));
  });

  it('breaks off when a part goes meanwhile: nobody takes a part for the whole', async () => {
    const { deps, id, ask, objects } = await finished();
    const last = (await objects.list('chunks/')).objects.filter(({ key }) => key.endsWith('.asn')).at(-1);
    const world = setUpQueries({
      documents: deps.documents,
      objects: interceptCalls(objects, (method, proceed, [key]) =>
        method === 'get' && key === last?.key ? Promise.resolve(undefined) : proceed(),
      ),
    });
    expect((await ask()).status).toBe(200);
    const response = await asker(world, id)();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });
});

describe('a result of which something was lost', () => {
  const anyOf = async ({ objects }: World, part: RegExp): Promise<string> =>
    (await objects.list('')).objects.find(({ key }) => part.test(key))?.key ?? '';

  it.each<[string, RegExp]>([
    ['an archive', /^chunks\/.*\.asn$/],
    ['the note about an archive', /^chunks\/.*\.run\.json$/],
    ['a page of its plan', /\/plan\/page-00001/],
    ['its manifest', /\/manifest\.json$/],
  ])('%s, is refused before its first byte, and computed again once', async (_what, part) => {
    const world = await finished();
    const { id, ask, launcher, objects } = world;
    await objects.delete([await anyOf(world, part)]);
    const [first, head] = [await ask(), await ask('', { method: 'HEAD' })];
    expect([first.status, await first.json()]).toEqual([
      403,
      { status: 'forbidden', message: expect.stringContaining('is being computed again') as string },
    ]);
    expect(head.status).toBe(403);
    expect(launcher.started.map(({ jobId, priority }) => [jobId, priority])).toEqual([
      [id, 2],
      [id, 2],
    ]);
    await completeSearch(world, id, [{ archive: archiveOf(1) }]);
    expect(await (await ask()).text()).toBe(archiveOf(1));
  });
});

it('a sequence that lies ready is started', async () => {
  const { create, get, launcher } = setUpQueries();
  const id = await create({ jobConfig: { ...jobConfig, query: one + two }, blastConfig });
  const { subJobs } = (await get(`/query/jobs/${id}`)).body as { subJobs: string[] };
  expect((await get(`/query/jobs/${String(subJobs[0])}/result`)).status).toBe(403);
  expect(launcher.started.map(({ jobId }) => jobId)).toEqual([id, subJobs[0]]);
});
