import { digestOf, jobIdOf, objectKeys } from '../../../src/job/keys.ts';
import type { Manifest } from '../../../src/job/manifest.ts';
import type { PlanPage } from '../../../src/search/plan.ts';
import type { SearchKey, SearchRequest } from '../../../src/search/request.ts';
import { readJson } from '../../../src/usecases/read-json.ts';
import { searchArchives } from '../../../src/usecases/search-archives.ts';
import { readToolMessages } from '../../../src/usecases/tool-messages.ts';
import {
  createActivityWorld,
  inActivity,
  queryText,
  searchRun,
  toolRun,
  type ActivityWorld,
} from '../activity-world.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import { textOf } from '../../src/formats/fasta-text.ts';
import { archiveOf, printArchives } from './printing-engine.ts';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
  printArchives(world.engine);
});

const sequences = queryText.split(/^(?=>)/m);
const sequence = (index: number): string => sequences[index] ?? '';

/** The search of one sequence of the query, laid ready with it. */
async function child(index: number, options: SearchKey['options'] = {}, objects = world.objects) {
  const fasta = sequence(index);
  const digest = digestOf(fasta);
  const key = { ...world.search.key, options, queryDigest: digest };
  const residueCount = fasta.length - fasta.indexOf('\n') - 2;
  const query = {
    objectKey: objectKeys.query(digest),
    digest,
    sizeBytes: fasta.length,
    sequenceCount: 1,
    residueCount,
    longestResidues: residueCount,
  };
  await world.objects.put(query.objectKey, fasta);
  const request: SearchRequest = { ...world.search, key, query, wholeJobId: world.searchRef.jobId };
  const ref = searchRun(jobIdOf(key));
  await world.claim(ref, request);
  const steps = world.worker({ objects });
  return {
    ref,
    key,
    plan: () => inActivity(() => steps.planSearch(ref)),
    search: () => inActivity(() => steps.searchChunk(ref, 0, 0)),
    publish: () => inActivity(() => steps.publishSearch(ref, { chunkCount: 1, pageCount: 1 })),
    chunk: async () => {
      const { chunks } = await readJson<PlanPage>(
        world.objects,
        objectKeys.planPage(ref.jobId, ref.runId, 0),
      );
      if (!chunks[0]) throw new Error('the plan is empty');
      return chunks[0];
    },
    archive: () => {
      const part = { search: ref, searchKey: key, reportKey: { outfmt: 11 }, from: 0, to: 1 };
      return textOf(searchArchives(steps.deps, part));
    },
    messages: async () => textOf(await readToolMessages(steps.deps, await world.row(ref))),
  };
}

/** A sequence that shares its chunk with others, not as the first. */
async function sharing(): Promise<number> {
  const { jobId, runId } = world.searchRef;
  const { chunks } = await readJson<PlanPage>(world.objects, objectKeys.planPage(jobId, runId, 0));
  const chunk = chunks.find(({ queryCount }) => queryCount > 1);
  if (!chunk) throw new Error('the plan has no chunk of several sequences');
  return chunk.queriesBefore + 1;
}

it('a sequence of a query that was searched needs no search: its archive is cut from that of its chunk', async () => {
  world.engine.says = 'Warning: [blastp] alike for all\n';
  await world.finishSearch();
  const before = world.engine.searches;
  const index = await sharing();
  const one = await child(index);
  expect(await one.plan()).toEqual({ chunkCount: 1, pageCount: 1, isSearched: true });
  await one.publish();
  expect(world.engine.searches).toBe(before);
  expect(await one.archive()).toBe(archiveOf(sequence(index)));
  expect(await one.messages()).toBe('Warning: [blastp] alike for all\n');
  const { jobId, runId } = one.ref;
  expect(await readJson<Manifest>(world.objects, objectKeys.manifest(jobId, runId))).toMatchObject({
    provenance: { tools: [toolRun] },
  });
});

it('every sequence of the query is so cut, or was a chunk of its own', async () => {
  await world.finishSearch();
  for (const index of [...sequences.keys()].filter((number) => number % 7 === 0)) {
    const one = await child(index);
    expect(await one.plan()).toMatchObject({ isSearched: true });
    expect(await one.archive()).toBe(archiveOf(sequence(index)));
  }
});

it('asked for before the query’s turn it is searched alone, and by its own step where the query came first', async () => {
  await inActivity(() => world.worker().planSearch(world.searchRef));
  const index = await sharing();
  const [one, other] = [await child(index), await child(index - 1)];
  for (const early of [one, other]) expect(await early.plan()).toEqual({ chunkCount: 1, pageCount: 1 });
  expect(await one.search()).toEqual({ computed: true });
  await world.finishSearch();
  const before = world.engine.searches;
  expect(await other.search()).toEqual({ computed: false });
  expect(world.engine.searches).toBe(before);
  expect(await one.archive()).toBe(archiveOf(sequence(index)));
  expect(await other.archive()).toBe(archiveOf(sequence(index - 1)));
});

it('what the tool said of single sequences is not shown with another: then it is searched alone', async () => {
  world.engine.says = 'Warning: [blastp] Query_1 q0: odd\n';
  await world.finishSearch();
  const one = await child(await sharing());
  expect(await one.plan()).toEqual({ chunkCount: 1, pageCount: 1 });
  world.engine.says = '';
  expect(await one.search()).toEqual({ computed: true });
  await one.publish();
  expect(await one.messages()).toBe('');
});

it.each([{ parse_deflines: '' }, { ungapped: '' }, { query_loc: '1-900' }])(
  'a search whose archives cannot be cut, or whose sequences change each other, stands alone: %j',
  async (options) => {
    const key = { ...world.search.key, options };
    await world.objects.put(world.searchRef.requestKey, JSON.stringify({ ...world.search, key }));
    await world.finishSearch();
    const one = await child(await sharing(), options);
    expect(await one.plan()).not.toHaveProperty('isSearched');
    expect(await one.chunk()).not.toHaveProperty('whole');
  },
);

it.each<[string, SearchKey['options'], boolean]>([
  ['nothing can be cut', { parse_deflines: '' }, true],
  ['it is not planned yet', {}, false],
])('the query is not opened where %s: a body that nobody reads stays open', async (_, options, isPlanned) => {
  if (isPlanned) await inActivity(() => world.worker().planSearch(world.searchRef));
  const key = { ...world.search.key, options };
  await world.objects.put(world.searchRef.requestKey, JSON.stringify({ ...world.search, key }));
  const opened: unknown[] = [];
  const objects = interceptCalls(world.objects, (method, proceed, [name]) => {
    if (method === 'get') opened.push(name);
    return proceed();
  });
  await (await child(5, options, objects)).plan();
  expect(opened).toContain(objectKeys.query(digestOf(sequence(5))));
  expect(opened).not.toContain(world.search.query.objectKey);
});

it('a sequence of a query that is gone stands alone', async () => {
  await world.finishSearch();
  const one = await child(await sharing());
  await world.objects.delete([world.search.query.objectKey]);
  expect(await one.plan()).not.toHaveProperty('isSearched');
  expect(await one.chunk()).not.toHaveProperty('whole');
});

it('when the chunk is swept before it is published, it is searched alone', async () => {
  await world.finishSearch();
  const index = await sharing();
  const one = await child(index);
  expect(await one.plan()).toMatchObject({ isSearched: true });
  const { whole } = await one.chunk();
  await world.objects.delete([objectKeys.chunk(whole?.chunkKey ?? '')]);
  await expect(one.publish()).rejects.toMatchObject({ code: 'CHUNK_MISSING' });
  expect(await one.search()).toEqual({ computed: true });
  await one.publish();
  expect(await one.archive()).toBe(archiveOf(sequence(index)));
});
