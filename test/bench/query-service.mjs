import { bareMultiBlast } from './bare-multi-blast.mjs';
import { encodeForm } from './api.mjs';
import { realProteins } from './data.mjs';
import { figures, inTurn, measured, tableHead, tableRow } from './pairs.mjs';
import { describeReport, sameBytes } from './same-bytes.mjs';
import { createServices } from './services.mjs';
import { buildSite, site } from './site.mjs';
import { withStack } from './stack.mjs';

export const description =
  '100 proteins against 20,000 through the query service, whole and each, beside what Multi-Blast runs';

const sequences = 100;
/** As many as 100 sequences may ask for by the default of `MAX_RESULTS_PER_QUERY`. */
const maxTargetSequences = 99;
/** Asked of every new stack before the clock; it shares nothing with the query. */
const warmUp =
  '>warm\nMKVLATTRHLAQWLEERGAKVVAIDTMKTAYIAKQRQISFVKSHFSRQLEERLG\n>up\nMSDNGPQNQRNAPRITFGGPSDSTGSNQNGERSGARSKQRRPQGLPNNTASWFTAL\n';
/** Of the ratios: of the query as a whole, and of the whole and then each of its sequences. */
const limits = { whole: 1.05, each: 1 };

export async function run(context) {
  const { query, databaseFile } = await realProteins(context, sequences);
  const sitesFolder = await buildSite(context, databaseFile);
  const bare = await bareMultiBlast(context, { query, sitesFolder, maxTargetSequences });
  const table = await bare.table();
  const pairs = { whole: [], each: [], early: [] };
  console.log(tableHead('pair', 'bare tools'));
  for (let number = 1; number <= (context.quick ? 1 : 3); number += 1) {
    for (const what of Object.keys(pairs)) {
      const sides = {
        http: () => throughHttp(context, { query, sitesFolder, bare, what }),
        rival: what === 'whole' ? bare.whole : bare.each,
      };
      const pair = await inTurn(number, sides);
      if (!pair.http.tables.every((ours) => sameBytes(ours, table))) return false;
      pairs[what].push(pair);
      console.log(tableRow(`${what} ${number}`, figures([pair])));
    }
  }
  return judge(pairs, table);
}

/** A stack that has computed nothing of it; what was asked for is formatted after the clock. */
function throughHttp(context, { query, sitesFolder, bare, what }) {
  const blastConfig = { tool: 'blastp', maxTargetSequences };
  const config = JSON.stringify({ jobConfig: site.jobConfig, blastConfig });
  const settings = {
    DURABLAST_SITES_DIR: sitesFolder,
    ...{ DURABLAST_AUTH_SECRET: '', MAX_SEQUENCES_PER_JOB: '', MAX_RESULTS_PER_QUERY: '' },
    ...{ MAX_INPUT_QUERY_SIZE: '', MAX_AA_SEQ_SIZE: '' },
  };
  const use = async ({ api, cpuSeconds }) => {
    const services = createServices(api);
    const form = await encodeForm({ config }, query);
    // Processes that were just started compile their own code for seconds; a server has been up for long.
    await services.completed(await services.submit(await encodeForm({ config }, warmUp)));
    const { result, wall, cpu } = await measured(cpuSeconds, () => ask[what](services, form));
    const tables = [await services.table(result.id), await bare.tableOf(await archivesOf(services, result))];
    return { wall, cpu, tables };
  };
  return withStack(context, '', use, settings);
}

const ask = {
  async whole(services, form) {
    const id = await services.submit(form);
    await services.completed(id);
    return { id, archived: [id] };
  },
  /** As Multi-Blast's client does: first the whole, then all its sequences. */
  async each(services, form) {
    const { id } = await ask.whole(services, form);
    const archived = await services.subJobs(id);
    await services.allCompleted(archived);
    return { id, archived };
  },
  /** Everything at once, which nobody does: a sequence is searched alone when its turn comes before the query's. */
  async early(services, form) {
    const id = await services.submit(form);
    const archived = await services.subJobs(id);
    await services.allCompleted([id, ...archived]);
    return { id, archived };
  },
};

async function archivesOf(services, { archived }) {
  const archives = [];
  for (const id of archived) archives.push(await services.archive(id));
  return Buffer.concat(archives);
}

function judge(pairs, table) {
  const ratios = Object.entries(pairs).map(([what, all]) => {
    const medians = figures(all);
    console.log(tableRow(`median ${what}`, medians));
    return { what, ratio: medians.at(-1), limit: limits[what] };
  });
  console.log(`\nThe tables are identical: ${describeReport(table)}`);
  const shown = ratios.map(
    ({ what, ratio, limit }) =>
      `${what} ${ratio.toFixed(2)} (${limit === undefined ? 'no limit' : `limit ${limit.toFixed(2)}`})`,
  );
  console.log(`ratio ${shown.join(', ')}`);
  return ratios.every(({ ratio, limit = Infinity }) => ratio <= limit);
}
