import { objectKeys } from '../../../src/job/keys.ts';
import type { ToolNote } from '../../../src/job/provenance.ts';
import type { PlanPage } from '../../../src/search/plan.ts';
import type { SearchKey } from '../../../src/search/request.ts';
import { chunkFastaDigestOf, chunkKeysOf } from '../../../src/search/chunk-key.ts';
import { readSequenceSpans } from '../../../src/formats/fasta-spans.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { createActivityWorld, inActivity, type ActivityWorld } from '../activity-world.ts';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});

const archiveOf = (text: string) =>
  `Blast4-archive ::= {\n  seq {\n    id {\n      local str "Query_1"\n    },\n    title "${text}"\n  }\n}\n`;

/** The plan of the search, with the chunk keys of the single sequences of its first chunk of several. */
async function planned(options: SearchKey['options'] = {}) {
  const key = { ...world.search.key, options };
  await world.objects.put(world.searchRef.requestKey, JSON.stringify({ ...world.search, key }));
  const { planSearch, searchChunk } = world.worker();
  await inActivity(() => planSearch(world.searchRef));
  const { jobId, runId } = world.searchRef;
  const { chunks } = await readJson<PlanPage>(world.objects, objectKeys.planPage(jobId, runId, 0));
  const ranked = [...chunks].sort((a, b) => b.residueCount - a.residueCount || a.index - b.index);
  const rank = ranked.findIndex(({ queryCount }) => queryCount > 1);
  const chunk = ranked[rank];
  if (!chunk) throw new Error('the plan has no chunk of several sequences');
  const text = await world.objects.get(world.search.query.objectKey, {
    start: chunk.startByte,
    end: chunk.endByte,
  });
  const parts: string[] = [];
  if (!text) throw new Error('the query is gone');
  for await (const { digest } of readSequenceSpans(text.body))
    parts.push(chunkKeysOf(key)(chunkFastaDigestOf([digest])));
  return { chunk, parts, rank, search: () => inActivity(() => searchChunk(world.searchRef, 0, rank)) };
}

async function store(parts: readonly string[]): Promise<void> {
  for (const [index, part] of parts.entries()) {
    const note: ToolNote = {
      ...{ schemaVersion: 1, tool: 'blastp', version: '2.12.0', argv: [], environment: {}, wallMs: 5 },
      ...(index < 2 && { stderr: 'Warning: alike\n' }),
    };
    await world.objects.put(objectKeys.chunkRun(part), JSON.stringify(note));
    await world.objects.put(objectKeys.chunk(part), archiveOf(`part ${String(index)}`));
  }
}

async function textOf(key: string): Promise<string> {
  let text = '';
  for await (const piece of (await world.objects.get(key))?.body ?? [])
    text += new TextDecoder().decode(piece);
  return text;
}

it('a chunk is made of the archives of its single sequences, numbered as in the chunk, without any tool', async () => {
  const { chunk, parts, search } = await planned();
  expect(parts).toHaveLength(chunk.queryCount);
  await store(parts);
  expect(await search()).toEqual({ computed: false });
  expect(world.engine.searches).toBe(0);
  const whole = parts.map((_, index) =>
    archiveOf(`part ${String(index)}`).replace('Query_1', `Query_${String(index + 1)}`),
  );
  expect(await textOf(objectKeys.chunk(chunk.chunkKey))).toBe(whole.join(''));
  expect(await readJson<ToolNote>(world.objects, objectKeys.chunkRun(chunk.chunkKey))).toMatchObject({
    tool: 'blastp',
    stderr: 'Warning: alike\n',
  });
});

it('is searched when one of them is missing, before or while they are read', async () => {
  const { chunk, parts, rank, search } = await planned();
  await store(parts.slice(0, -1));
  expect(await search()).toEqual({ computed: true });
  await world.objects.delete([objectKeys.chunk(chunk.chunkKey), objectKeys.chunkRun(chunk.chunkKey)]);

  await store(parts);
  const swept = objectKeys.chunk(parts.at(-1) ?? '');
  const objects = interceptCalls(world.objects, (method, proceed, [key]) =>
    method === 'get' && key === swept ? Promise.resolve(undefined) : proceed(),
  );
  const { searchChunk } = world.worker({ objects });
  expect(await inActivity(() => searchChunk(world.searchRef, 0, rank))).toEqual({ computed: true });
  expect(await textOf(objectKeys.chunk(chunk.chunkKey))).not.toContain('part 0');
});

it.each([{ ungapped: '' }, { query_loc: '1-900' }])(
  'a search whose sequences may change each other is never put together: %j',
  async (options) => {
    const { parts, search } = await planned(options);
    await store(parts);
    expect(await search()).toEqual({ computed: true });
  },
);
