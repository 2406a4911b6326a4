import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parseSearchOptions } from '../../src/search/canonical-options.ts';
import { matrixTable } from '../../src/search/option-gap-costs.ts';
import type { Program } from '../../src/search/program.ts';
import { searchArgv } from '../../src/search/search-argv.ts';
import { OptionsRig } from './options-rig.ts';

// Generous: the tools share the machine with whatever else runs.
jest.setTimeout(180_000);

type Options = Readonly<Record<string, string>>;
type Row = readonly [program: Program, task: string, options: Options];

const p: readonly [Program, string] = ['blastp', 'blastp'];
const n: readonly [Program, string] = ['blastn', 'blastn'];
const mega: readonly [Program, string] = ['blastn', 'megablast'];
const dc: readonly [Program, string] = ['blastn', 'dc-megablast'];
const psi: readonly [Program, string] = ['psiblast', 'psiblast'];
const delta: readonly [Program, string] = ['deltablast', 'deltablast'];
const rps: readonly [Program, string] = ['rpsblast', 'rpsblast'];
const rpsn: readonly [Program, string] = ['rpstblastn', 'rpstblastn'];
const bestHit = { best_hit_overhang: '0.1' };
const template = { template_type: 'coding', template_length: '18' };

/** Refused by us and by the tool. */
const refusedByBoth: readonly Row[] = [
  [...p, { evalue: '0' }],
  [...p, { evalue: '-1' }],
  [...p, { evalue: '1e-400' }],
  [...p, { evalue: 'inf' }],
  [...p, { evalue: '1,000' }],
  [...p, { evalue: ' 5' }],
  [...p, { word_size: '1' }],
  [...p, { word_size: '8' }],
  [...p, { word_size: '3.0' }],
  ['tblastx', 'tblastx', { word_size: '6' }],
  [...n, { word_size: '3' }],
  [...n, { word_size: '2147483648' }],
  [...dc, { word_size: '10' }],
  [...dc, { word_size: '13' }],
  [...p, { max_target_seqs: '0' }],
  [...p, { max_target_seqs: '1e2' }],
  [...p, { max_hsps: '0' }],
  [...p, { qcov_hsp_perc: '-0.1' }],
  [...p, { qcov_hsp_perc: '100.1' }],
  [...n, { perc_identity: '-1' }],
  [...n, { perc_identity: '101' }],
  [...p, { culling_limit: '-1' }],
  [...p, { best_hit_overhang: '0' }],
  [...p, { best_hit_overhang: '0.5' }],
  [...p, { best_hit_score_edge: '0' }],
  [...p, { best_hit_score_edge: '0.5' }],
  [...p, { culling_limit: '0', ...bestHit }],
  [...p, { culling_limit: '1', best_hit_score_edge: '0.1' }],
  [...p, { dbsize: '9223372036854775808' }],
  [...p, { searchsp: '-1' }],
  [...p, { searchsp: '9223372036854775808' }],
  [...p, { soft_masking: 'on' }],
  [...p, { soft_masking: '2' }],
  [...p, { query_loc: '0-5' }],
  [...p, { query_loc: '5-5' }],
  [...p, { query_loc: '6-5' }],
  [...p, { query_loc: '5' }],
  [...p, { query_loc: '1-2147483648' }],
  [...p, { window_size: '-1' }],
  [...p, { xdrop_ungap: '0' }],
  [...p, { threshold: '0' }],
  [...p, { threshold: '-1' }],
  [...p, { seg: '12 2.2' }],
  [...p, { seg: '12.5 2.2 2.5' }],
  [...p, { seg: 'YES' }],
  [...n, { dust: '20 64' }],
  [...n, { dust: 'on' }],
  [...n, { strand: 'Both' }],
  ['blastx', 'blastx', { query_gencode: '0' }],
  ['blastx', 'blastx', { query_gencode: '7' }],
  ['blastx', 'blastx', { query_gencode: '17' }],
  ['blastx', 'blastx', { query_gencode: '20' }],
  ['blastx', 'blastx', { query_gencode: '32' }],
  ['tblastn', 'tblastn', { db_gencode: '34' }],
  ['tblastn', 'tblastn', { max_intron_length: '-1' }],
  ['tblastx', 'tblastx', { max_intron_length: '100' }],
  [...p, { matrix: 'BLOSUM61' }],
  ['blastx', 'blastx', { matrix: 'IDENTITY' }],
  [...p, { matrix: 'IDENTITY', word_size: '6' }],
  [...p, { gapopen: '3' }],
  ['blastp', 'blastp-short', { gapopen: '11' }],
  [...p, { ungapped: '' }],
  ['tblastn', 'tblastn', { ungapped: '', comp_based_stats: '1' }],
  [...p, { ungapped: '', comp_based_stats: '0', use_sw_tback: '' }],
  [...p, { matrix: 'IDENTITY', use_sw_tback: '' }],
  [...n, { penalty: '1' }],
  [...n, { reward: '-1' }],
  [...n, { reward: '1', penalty: '0' }],
  [...n, { reward: '3', penalty: '-5' }],
  [...n, { penalty: '-1' }],
  [...n, { gapopen: '0', gapextend: '0' }],
  [...n, { gapopen: '5', gapextend: '0' }],
  [...n, { gapopen: '2', gapextend: '1' }],
  [...mega, { reward: '2' }],
  [...mega, { gapopen: '5' }],
  [...mega, { no_greedy: '' }],
  [...mega, { off_diagonal_range: '1' }],
  [...n, { off_diagonal_range: '-1', window_size: '40' }],
  [...dc, { off_diagonal_range: '1', window_size: '0' }],
  [...dc, { template_type: 'coding' }],
  [...dc, { template_length: '18' }],
  [...dc, { template_type: 'coding', template_length: '17' }],
  [...dc, { template_type: 'both', template_length: '18' }],
  [...mega, template],
  [...n, { ...template, word_size: '11' }],
  ['blastn', 'rmblastn', { reward: '1' }],
  [...p, { db_soft_mask: 'a', db_hard_mask: 'a' }],
  [...p, { taxids: '1', negative_taxids: '2' }],
  [...p, { taxids: '1,a' }],
  [...p, { strand: 'both' }],
  [...p, { sum_stats: 'true' }],
  [...n, { matrix: 'BLOSUM62' }],
  [...n, { use_sw_tback: '' }],
  ['tblastx', 'tblastx', { gapopen: '11' }],
  ['tblastx', 'tblastx', { ungapped: '' }],
  ['tblastx', 'tblastx', { comp_based_stats: '0' }],
  ['blastx', 'blastx', { db_gencode: '1' }],
  ['tblastn', 'tblastn', { query_gencode: '1' }],
  [...psi, { word_size: '1' }],
  [...psi, { word_size: '6' }],
  [...psi, { threshold: '0' }],
  [...psi, { matrix: 'IDENTITY' }],
  [...psi, { gapopen: '3' }],
  [...psi, { num_iterations: '-1' }],
  [...psi, { num_iterations: '2', pseudocount: '-1' }],
  [...psi, { num_iterations: '2', inclusion_ethresh: '0' }],
  [...psi, { ungapped: '' }],
  [...psi, { db_soft_mask: '1' }],
  [...psi, { strand: 'plus' }],
  [...psi, { domain_inclusion_ethresh: '0.1' }],
  [...psi, { rpsdb: 'cdd_delta' }],
  [...psi, { culling_limit: '1', best_hit_overhang: '0.1' }],
  [...delta, { domain_inclusion_ethresh: '0' }],
  [...delta, { domain_inclusion_ethresh: '-1' }],
  [...delta, { rpsdb: 'no/such database' }],
  [...delta, { matrix: 'IDENTITY' }],
  [...delta, { query_gencode: '1' }],
  [...delta, { query_loc: '10-100' }],
  [...rps, { word_size: '3' }],
  [...rps, { matrix: 'BLOSUM62' }],
  [...rps, { gapopen: '11' }],
  [...rps, { threshold: '11' }],
  [...rps, { taxids: '9606' }],
  [...rps, { xdrop_ungap: '0' }],
  [...rps, { culling_limit: '1' }],
  [...rps, { best_hit_overhang: '0.1' }],
  [...rps, { best_hit_score_edge: '0.1' }],
  [...rps, { sum_stats: 'true' }],
  [...rpsn, { culling_limit: '0' }],
  [...rpsn, { subject_besthit: '' }],
  [...rpsn, { query_gencode: '7' }],
  [...rpsn, { strand: 'both strands' }],
  [...rpsn, { ungapped: '' }],
  [...rpsn, { ungapped: '', comp_based_stats: '0' }],
  ...Object.entries(matrixTable).map(([matrix, { gapCosts }]): Row => [
    ...p,
    { matrix, gapopen: String(gapCosts[0][0]), gapextend: '4' },
  ]),
];

/** Taken by BLAST+ 2.12.0, refused by us, and why. */
const stricterOnPurpose: readonly (readonly [...Row, why: string])[] = [
  [...p, { evalue: '0x10' }, 'hexadecimal is read by no other client'],
  [...p, { evalue: '1e' }, 'half a number'],
  [...p, { dbsize: '-1' }, 'a negative size makes every hit significant'],
  [
    ...p,
    { comp_based_stats: '7' },
    'the tool looks at the first character only and ignores what it does not know',
  ],
  [...p, { comp_based_stats: '2005' }, 'likewise'],
  [...p, { xdrop_gap: '-1' }, 'a negative drop-off means nothing'],
  [...p, { xdrop_gap_final: '-1' }, 'likewise'],
  [...n, { xdrop_ungap: '-1' }, 'likewise'],
  [...n, { min_raw_gapped_score: '-1' }, 'a negative score means nothing'],
  [...p, { seg: '0 2.2 2.5' }, 'an empty window'],
  [...p, { seg: '12 -1 2.5' }, 'a negative complexity'],
  [...n, { dust: '65 64 1' }, 'the tool silently uses its default instead'],
  [...n, { dust: '20 65 1' }, 'likewise'],
  [...n, { dust: '20 64 33' }, 'likewise'],
  [...n, { reward: '0', penalty: '-1' }, 'nothing can score, nothing is found'],
  [...p, { window_size: '2147483647' }, 'overflows in the tool'],
  [...p, { culling_limit: '2147483647' }, 'overflows in the tool'],
  [...n, { use_index: 'false' }, 'index files on the server'],
  [...psi, { gap_trigger: '-1' }, 'a negative score means nothing'],
  [...psi, { pseudocount: '-1' }, 'refused by the tool once there is a second round'],
  [...psi, { inclusion_ethresh: '0' }, 'likewise'],
  [...delta, { show_domain_hits: '' }, 'they do not come into an archive'],
  [...delta, { query_loc: '1-50' }, 'other ranges crash'],
];

/** Refused by us and not put to the tool, which crashes or does not come to an end in any useful time. */
const notRun: readonly (readonly [...Row, why: string])[] = [
  [...p, { word_size: '5', threshold: '9' }, 'minutes and gigabytes for the word table'],
  ['blastp', 'blastp-fast', { threshold: '5' }, 'likewise'],
  ['blastx', 'blastx', { use_sw_tback: '' }, 'the traceback of translated queries does not come to an end'],
  ['tblastn', 'tblastn', { use_sw_tback: '' }, 'likewise of translated subjects, with some other options'],
  [...rpsn, { sum_stats: 'true' }, 'crashes, does not come to an end or does nothing, as the hits are'],
  [...p, { evalue: '1e400' }, 'crashes'],
  [...n, { reward: '0', penalty: '0' }, 'crashes'],
];

function argvOf([program, task, options]: Row): string[] {
  return searchArgv({ program, task, options, databases: [OptionsRig.databaseOf(program)] });
}

describe('near misses', () => {
  let rig: OptionsRig;
  beforeAll(async () => {
    rig = await OptionsRig.create();
  });
  afterAll(async () => {
    await rig.remove();
  });

  it.each(refusedByBoth)('%s, task %s: %j is refused by us and by the tool', async (...row) => {
    const [program, task, options] = row;
    expect(() => parseSearchOptions(program, task, options)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
    expect((await rig.search(program, argvOf(row))).exitCode).not.toBe(0);
  });

  it.each(stricterOnPurpose)('%s, task %s: %j is refused by us alone: %s', async (program, task, options) => {
    expect(() => parseSearchOptions(program, task, options)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
    expect((await rig.search(program, argvOf([program, task, options]))).exitCode).toBe(0);
  });
});

it.each(notRun)('%s, task %s: %j is refused: %s', (program, task, options) => {
  expect(() => parseSearchOptions(program, task, options)).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION' }),
  );
});
