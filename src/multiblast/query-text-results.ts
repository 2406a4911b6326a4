/** The two fields that one message is shown beside. */
export type MaxResultsKey = 'jobConfig.query' | 'blastConfig.maxTargetSequences';

/**
 * Whether a query may give more results than the server allows: its sequences, and one for the query as a whole, times
 * the target sequences kept for each.
 * @param maxTargetSequences - as given, or the tool's default
 * @param maxResults - `MAX_RESULTS_PER_QUERY`
 * @returns the messages of a 422 by field, both the same; `undefined` when all is well
 */
export function maxResultsProblem(
  sequenceCount: number,
  maxTargetSequences: number,
  maxResults: number,
): Readonly<Record<MaxResultsKey, readonly string[]>> | undefined {
  const possible = (sequenceCount + 1) * maxTargetSequences;
  if (possible <= maxResults) return undefined;
  const sequences = Math.floor(maxResults / maxTargetSequences) - 1;
  const targets = Math.floor(maxResults / (sequenceCount + 1));
  const ways = [
    ...(targets >= 1 ? [`lower maxTargetSequences to ${String(targets)}`] : []),
    ...(sequences >= 1 ? [`send no more than ${counted(sequences)}`] : []),
  ];
  const message =
    `A query of ${counted(sequenceCount)} with up to ${String(maxTargetSequences)} target sequences each may give ` +
    `(${String(sequenceCount)} + 1) × ${String(maxTargetSequences)} = ${String(possible)} results, and this server ` +
    `allows ${String(maxResults)}. ${sentence(ways)}`;
  return { 'jobConfig.query': [message], 'blastConfig.maxTargetSequences': [message] };
}

const counted = (sequences: number): string =>
  sequences === 1 ? '1 sequence' : `${String(sequences)} sequences`;

function sentence(ways: readonly string[]): string {
  const text = ways.length === 0 ? 'send fewer sequences and lower maxTargetSequences' : ways.join(', or ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
