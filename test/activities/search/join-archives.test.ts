import { digestOf, objectKeys } from '../../../src/job/keys.ts';
import type { ToolNote } from '../../../src/job/provenance.ts';
import type { PlanPage } from '../../../src/search/plan.ts';
import type { SearchKey } from '../../../src/search/request.ts';
import { chunkFastaDigestOf, chunkKeysOf } from '../../../src/search/chunk-key.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import {
  createActivityWorld,
  inActivity,
  queryText,
  toolRun,
  type ActivityWorld,
} from '../activity-world.ts';
import { inPieces, textOf } from '../../src/formats/fasta-text.ts';
import { archiveOf, printArchives } from './printing-engine.ts';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
  printArchives(world.engine);
});

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
  const sequences = queryText.slice(chunk.startByte, chunk.endByte).split(/^(?=>)/m);
  const parts = sequences.map((fasta) => ({
    fasta,
    chunkKey: chunkKeysOf(key)(chunkFastaDigestOf([digestOf(fasta)])),
  }));
  return { chunk, parts, rank, search: () => inActivity(() => searchChunk(world.searchRef, 0, rank)) };
}
type Part = Awaited<ReturnType<typeof planned>>['parts'][number];

async function store(parts: readonly Part[]): Promise<void> {
  for (const [index, { chunkKey, fasta }] of parts.entries()) {
    const note: ToolNote = {
      ...{ schemaVersion: 1, tool: 'blastp', version: '2.12.0', argv: [], environment: {}, wallMs: 5 },
      ...(index < 2 && { stderr: 'Warning: alike\n' }),
    };
    await world.objects.put(objectKeys.chunkRun(chunkKey), JSON.stringify(note));
    await world.objects.put(objectKeys.chunk(chunkKey), archiveOf(fasta));
  }
}

/** The archives of the parts, one behind the other. */
const joined = (parts: readonly Part[]): string =>
  parts.map(({ fasta }, index) => archiveOf(fasta, index)).join('');

it('a chunk is made of the archives of its single sequences, numbered as in the chunk, without any tool', async () => {
  const { chunk, parts, search } = await planned();
  expect(parts).toHaveLength(chunk.queryCount);
  await store(parts);
  expect(await search()).toEqual({ computed: false });
  expect(world.engine.searches).toBe(0);
  expect(await world.text(objectKeys.chunk(chunk.chunkKey))).toBe(joined(parts));
  expect(await readJson<ToolNote>(world.objects, objectKeys.chunkRun(chunk.chunkKey))).toMatchObject({
    tool: 'blastp',
    stderr: 'Warning: alike\n',
  });
});

it('where only some of them were searched, one process searches the others, and the chunk is the same', async () => {
  const { chunk, parts, search } = await planned();
  expect(parts.length).toBeGreaterThanOrEqual(2);
  const isKnown = (index: number): boolean => index % 2 === 0;
  await store(parts.filter((_, index) => isKnown(index)));
  const unknown = parts.filter((_, index) => !isKnown(index));
  const { searchChunk } = world.engine;
  const searched: string[] = [];
  world.engine.searchChunk = async (given) => {
    const fasta = await textOf(given.fasta);
    searched.push(fasta);
    return searchChunk({ ...given, fasta: inPieces(fasta) });
  };
  world.engine.says = 'Warning: [blastp] odd\n';
  expect(await search()).toEqual({ computed: true });
  expect(searched).toEqual([unknown.map(({ fasta }) => fasta).join('')]);
  expect(await world.text(objectKeys.chunk(chunk.chunkKey))).toBe(joined(parts));
  expect(await readJson<ToolNote>(world.objects, objectKeys.chunkRun(chunk.chunkKey))).toMatchObject({
    ...toolRun,
    stderr: 'Warning: [blastp] odd\nWarning: alike\n',
  });
});

it('is searched whole when one of them goes while they are read', async () => {
  const { chunk, parts, rank } = await planned();
  await store(parts);
  const swept = objectKeys.chunk(parts.at(-1)?.chunkKey ?? '');
  const objects = interceptCalls(world.objects, (method, proceed, [key]) =>
    method === 'get' && key === swept ? Promise.resolve(undefined) : proceed(),
  );
  const { searchChunk } = world.worker({ objects });
  expect(await inActivity(() => searchChunk(world.searchRef, 0, rank))).toEqual({ computed: true });
  const whole = parts.map(({ fasta }) => fasta).join('');
  expect(await world.text(objectKeys.chunk(chunk.chunkKey))).toBe(archiveOf(whole));
});

it('with ids from deflines, where archives cannot be cut, it is searched whole unless all are there', async () => {
  const { chunk, parts, search } = await planned({ parse_deflines: '' });
  await store(parts.slice(1));
  expect(await search()).toEqual({ computed: true });
  const whole = parts.map(({ fasta }) => fasta).join('');
  expect(await world.text(objectKeys.chunk(chunk.chunkKey))).toBe(archiveOf(whole));
});

it.each([{ ungapped: '' }, { query_loc: '1-900' }])(
  'a search whose sequences may change each other is never put together: %j',
  async (options) => {
    const { parts, search } = await planned(options);
    await store(parts);
    expect(await search()).toEqual({ computed: true });
  },
);
