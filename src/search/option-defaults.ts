import { matrixTable } from './option-gap-costs.ts';
import type { Program } from './program.ts';

/** Option → the value the tool uses when the option is absent, in canonical spelling. */
export type OptionDefaults = Readonly<Record<string, string>>;

interface ProgramDefaults {
  readonly all: OptionDefaults;
  readonly tasks: Readonly<Record<string, OptionDefaults>>;
  /** Added to the threshold a matrix suggests. */
  readonly thresholdOffset?: number;
  /** Whether gap costs exist, and so depend on the matrix. */
  readonly gapped: boolean;
}

// `searchsp 0` is not here: BLAST+ 2.12.0 gives other hits with it than without.
const common: OptionDefaults = { evalue: '10', max_target_seqs: '500', qcov_hsp_perc: '0', dbsize: '0' };
const everywhere: OptionDefaults = { ...common, culling_limit: '0' };
const protein: OptionDefaults = {
  ...everywhere,
  matrix: 'BLOSUM62',
  soft_masking: 'false',
  xdrop_ungap: '7',
};
const gappedProtein: OptionDefaults = {
  ...protein,
  comp_based_stats: '2',
  xdrop_gap: '15',
  xdrop_gap_final: '25',
};
const plain: OptionDefaults = { word_size: '3' };
/** psiblast and deltablast. */
const profileMaking: OptionDefaults = {
  ...gappedProtein,
  ...plain,
  seg: 'no',
  sum_stats: 'false',
  gap_trigger: '22',
  num_iterations: '1',
  pseudocount: '0',
  inclusion_ethresh: '0.002',
};
/** rpsblast and rpstblastn: matrix, gap costs and threshold are the profiles' own. */
const againstProfiles: OptionDefaults = {
  ...common,
  comp_based_stats: '1',
  soft_masking: 'false',
  seg: 'no',
  sum_stats: 'false',
  window_size: '40',
  xdrop_ungap: '7',
  xdrop_gap: '15',
  xdrop_gap_final: '25',
};
const translated: OptionDefaults = {
  seg: '12 2.2 2.5',
  sum_stats: 'true',
  max_intron_length: '0',
};
const fast: OptionDefaults = { word_size: '6', threshold: '21' };
const nucleotideGaps: OptionDefaults = { gapopen: '5', gapextend: '2' };

/**
 * BLAST+ 2.12.0, from `-help`, its archives and its answers. A default left out here is only ever passed explicitly,
 * which is safe; one listed wrongly would change results, so each is checked against the tool by an oracle test.
 * Left out: the preliminary gapped drop-off of megablast and rmblastn, which depends on the kind of extension.
 */
const programDefaults: Readonly<Record<Program, ProgramDefaults>> = {
  blastn: {
    gapped: true,
    all: {
      ...everywhere,
      strand: 'both',
      dust: '20 64 1',
      soft_masking: 'true',
      sum_stats: 'false',
      perc_identity: '0',
      min_raw_gapped_score: '0',
      off_diagonal_range: '0',
      window_size: '0',
      xdrop_ungap: '20',
      xdrop_gap_final: '100',
    },
    tasks: {
      megablast: { word_size: '28', reward: '1', penalty: '-2', gapopen: '0', gapextend: '0' },
      blastn: { ...nucleotideGaps, word_size: '11', reward: '2', penalty: '-3', xdrop_gap: '30' },
      'blastn-short': { ...nucleotideGaps, word_size: '7', reward: '1', penalty: '-3', xdrop_gap: '30' },
      'dc-megablast': {
        ...nucleotideGaps,
        word_size: '11',
        reward: '2',
        penalty: '-3',
        window_size: '40',
        xdrop_gap: '30',
      },
      rmblastn: { ...nucleotideGaps, word_size: '11' },
    },
  },
  blastp: {
    gapped: true,
    all: { ...gappedProtein, seg: 'no' },
    tasks: { blastp: plain, 'blastp-fast': fast, 'blastp-short': { word_size: '2', matrix: 'PAM30' } },
  },
  blastx: {
    gapped: true,
    thresholdOffset: 1,
    all: { ...gappedProtein, ...translated, strand: 'both', query_gencode: '1' },
    tasks: { blastx: plain, 'blastx-fast': fast },
  },
  tblastn: {
    gapped: true,
    thresholdOffset: 2,
    all: { ...gappedProtein, ...translated, db_gencode: '1' },
    tasks: { tblastn: plain, 'tblastn-fast': fast },
  },
  tblastx: {
    gapped: false,
    thresholdOffset: 2,
    all: { ...protein, ...translated, strand: 'both', query_gencode: '1', db_gencode: '1' },
    tasks: { tblastx: plain },
  },
  psiblast: { gapped: true, all: profileMaking, tasks: {} },
  deltablast: {
    gapped: true,
    all: { ...profileMaking, comp_based_stats: '1', domain_inclusion_ethresh: '0.05', rpsdb: 'cdd_delta' },
    tasks: {},
  },
  rpsblast: { gapped: true, all: { ...againstProfiles, culling_limit: '0' }, tasks: {} },
  rpstblastn: {
    gapped: true,
    all: { ...againstProfiles, strand: 'both', query_gencode: '1' },
    tasks: {},
  },
};

/** Defaults of a task, given the matrix asked for (which decides gap costs, window and threshold), if one was. */
export function defaultsOf(program: Program, task: string, matrixGiven?: string): OptionDefaults {
  const { all, tasks, thresholdOffset = 0, gapped } = programDefaults[program];
  const own = { ...all, ...tasks[task] };
  const matrix = matrixTable[matrixGiven ?? own['matrix'] ?? ''];
  if (matrix === undefined) return own;
  const [open, extend] = matrix.gapCosts[0];
  return {
    window_size: String(matrix.windowSize),
    threshold: String(matrix.threshold + thresholdOffset),
    ...(gapped ? { gapopen: String(open), gapextend: String(extend) } : {}),
    ...own,
  };
}
