import type { Program } from './program.ts';

/** Options that shape a report, not a search: formatters take them, and a search refuses them with a pointer there. */
export const reportOptionNames = [
  'outfmt',
  'num_descriptions',
  'num_alignments',
  'line_length',
  'sorthits',
  'sorthsps',
  'show_gis',
  'html',
] as const;

const resource = 'it is decided by the service; leave it out';
const file = 'it names a file or database on the server; leave it out';
const idList =
  'lists of sequences are not supported; leave it out or restrict by taxonomy with taxids or negative_taxids';
const profileIn = 'searches here start from a sequence, not from a profile, alignment or pattern in a file';
const profileOut = 'profiles are not kept, only the results of each round; leave it out';
const report = 'it shapes the report, not the search: ask for it in the output format or the report options';

/** Options the tools have and a search here never takes, with what to do instead. */
const refusals = new Map<string, string>([
  ...reportOptionNames.map((name) => [name, report] as const),
  ...['num_threads', 'mt_mode', 'h', 'help', 'version'].map((name) => [name, resource] as const),
  ...['out', 'import_search_strategy', 'export_search_strategy'].map((name) => [name, file] as const),
  ...['filtering_db', 'window_masker_db', 'window_masker_taxid'].map((name) => [name, file] as const),
  ...['use_index', 'index_name', 'subject', 'subject_loc'].map((name) => [name, file] as const),
  ...['in_pssm', 'in_msa', 'msa_master_idx', 'ignore_msa_master', 'phi_pattern'].map(
    (name) => [name, profileIn] as const,
  ),
  ...['out_pssm', 'out_ascii_pssm', 'save_pssm_after_last_round', 'save_each_pssm'].map(
    (name) => [name, profileOut] as const,
  ),
  ...['gilist', 'seqidlist', 'ipglist', 'taxidlist'].flatMap((name) => [
    [name, idList] as const,
    [`negative_${name}`, idList] as const,
  ]),
  ['remote', 'searches run on this service; leave it out'],
  ['entrez_query', 'it works for searches at NCBI only; restrict by taxonomy with taxids instead'],
  ['task', 'it is a field of the request in its own right, beside the options'],
  ['db', 'it is a field of the request in its own right, beside the options'],
  ['query', 'it is a field of the request in its own right, beside the options'],
]);

const endless = 'BLAST+ does not come to an end with it here; leave it out';
const crash = 'BLAST+ crashes on it here; leave it out';

/** What one program is listed with and cannot do. BLAST+ 2.12.0, on any input that was tried. */
const programRefusals: Readonly<Partial<Record<Program, Readonly<Record<string, string>>>>> = {
  blastx: { use_sw_tback: endless },
  tblastn: { use_sw_tback: endless },
  deltablast: {
    query_loc:
      'BLAST+ crashes on it, or finds nothing; give the part of the query to be searched as the query',
    show_domain_hits: 'archives do not keep domain hits; search the domain database with rpsblast for them',
  },
  rpsblast: { best_hit_overhang: crash, best_hit_score_edge: crash },
  rpstblastn: { ungapped: crash },
};

/** Why a search does not take an option that BLAST+ knows; undefined for a name it has never heard of. */
export function refusalOf(program: Program, name: string): string | undefined {
  const own = programRefusals[program] ?? {};
  return Object.hasOwn(own, name) ? own[name] : refusals.get(name);
}
