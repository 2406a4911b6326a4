import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { batchEnvironment, runBlast } from './blast-tool.mjs';
import { cpuSecondsOfEndedChildren } from './measure.mjs';
import { measured } from './pairs.mjs';
import { site } from './site.mjs';

const cores = availableParallelism();

/**
 * What Multi-Blast computes for a query, by a script of bare tools: archives (outfmt 11), without its queues, databases
 * and uploads. `whole` and `each` resolve with wall and CPU seconds, the others with rows of outfmt 6.
 */
export async function bareMultiBlast(context, { query, sitesFolder, maxTargetSequences }) {
  const environment = { ...(await batchEnvironment('blastp', 'blastp')), BLASTDB: sitesFolder };
  const inScratch = (use) =>
    withScratch(context, (folder) =>
      use(folder, async (program, args, input) => {
        await writeFile(join(folder, input.name), input.content);
        await runBlast(context, program, [...args, '-out', `${input.name}.out`], { folder, environment });
      }),
    );
  const most = ['-max_target_seqs', String(maxTargetSequences)];
  const searchOf = (run) => (name, content, outfmt, threads) => {
    const args = [
      '-db',
      site.databasePath,
      '-query',
      name,
      '-outfmt',
      outfmt,
      '-num_threads',
      String(threads),
    ];
    return run('blastp', [...args, ...most], { name, content });
  };
  const timed = (work) =>
    inScratch((_, run) => measured(cpuSecondsOfEndedChildren, () => work(searchOf(run))));
  return {
    whole: () => timed((search) => search('whole', query, '11', cores)),
    each: () => timed((search) => wholeAndSingles(search, query)),
    /** What both sides must show: a direct run. */
    table: () =>
      inScratch(async (folder, run) => {
        await searchOf(run)('query', query, '6', cores);
        return readFile(join(folder, 'query.out'));
      }),
    /** Of archives, one behind the other. */
    tableOf: (archives) =>
      inScratch(async (folder, run) => {
        const args = ['-archive', 'archives', '-outfmt', '6'];
        await run('blast_formatter', args, { name: 'archives', content: archives });
        return readFile(join(folder, 'archives.out'));
      }),
  };
}

/**
 * The query as a whole, and each of its sequences by itself. No core is ever idle, which is kinder than the two queues of
 * Multi-Blast: the whole has half of the cores, the single ones take the others one by one, and all when the whole is over.
 */
async function wholeAndSingles(search, query) {
  const half = Math.max(1, Math.floor(cores / 2));
  const whole = search('whole', query, '11', half);
  const left = query.split(/^(?=>)/m).entries();
  const lane = async (_, core) => {
    if (core < half) await whole;
    for (const [index, record] of left) await search(`single-${index}`, record, '11', 1);
  };
  await Promise.all([whole, ...Array.from({ length: cores }, lane)]);
}

async function withScratch(context, use) {
  const folder = await mkdtemp(join(context.folder, 'bare-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
