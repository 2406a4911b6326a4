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
const report = 'it shapes the report, not the search: ask for it in the output format or the report options';

/** Options the tools have and a search here never takes, with what to do instead. */
const refusals = new Map<string, string>([
  ...reportOptionNames.map((name) => [name, report] as const),
  ...['num_threads', 'mt_mode', 'h', 'help', 'version'].map((name) => [name, resource] as const),
  ...['out', 'import_search_strategy', 'export_search_strategy'].map((name) => [name, file] as const),
  ...['filtering_db', 'window_masker_db', 'window_masker_taxid'].map((name) => [name, file] as const),
  ...['use_index', 'index_name', 'in_pssm', 'in_msa', 'subject', 'subject_loc'].map(
    (name) => [name, file] as const,
  ),
  ...['gilist', 'seqidlist', 'ipglist', 'taxidlist'].flatMap((name) => [
    [name, idList] as const,
    [`negative_${name}`, idList] as const,
  ]),
  // BLAST+ 2.12.0: blastx takes it and then does not come to an end, even on tiny input.
  ['use_sw_tback', 'it works with blastp and tblastn only; leave it out'],
  ['remote', 'searches run on this service; leave it out'],
  ['entrez_query', 'it works for searches at NCBI only; restrict by taxonomy with taxids instead'],
  ['task', 'it is a field of the request in its own right, beside the options'],
  ['db', 'it is a field of the request in its own right, beside the options'],
  ['query', 'it is a field of the request in its own right, beside the options'],
]);

/** Why a search does not take an option that BLAST+ knows; undefined for a name it has never heard of. */
export function refusalOf(name: string): string | undefined {
  return refusals.get(name);
}
