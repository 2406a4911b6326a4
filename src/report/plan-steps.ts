import { mostSharedBySize, stepsOfShared, type ReportPlan } from './contract.ts';

/** Of a report that one activity makes: it renders some 20 to 40 MB of archives a second on each core. */
const smallBytes = 256 * 1024 * 1024;
/** Less is not worth a process of its own, whose start costs as much as rendering 2 MB. */
const fewestPartBytes = 4 * 1024 * 1024;
/**
 * Less is joined sooner than twice as many processes start: of 66 MiB on two cores, equal parts took 4 to 13 % less time
 * than larger and then smaller ones.
 */
const fewestBytesInTwoRounds = 96 * 1024 * 1024;

/** Whether the sizes of the archives matter: a report of many chunks is shared out by their number. */
export function isPlannedBySize({ chunkCount }: ReportPlan): boolean {
  return chunkCount <= mostSharedBySize;
}

/**
 * How a report is made that `isPlannedBySize`.
 * @param archiveBytes - of each chunk
 * @param toolSlots - of a worker
 * @param hasQueryFiles - it is many files, which must survive an attempt that fails
 */
export function planSteps(
  chunks: ReportPlan,
  archiveBytes: readonly number[],
  { toolSlots, hasQueryFiles }: { readonly toolSlots: number; readonly hasQueryFiles: boolean },
): ReportPlan {
  const allBytes = archiveBytes.reduce((sum, bytes) => sum + bytes, 0);
  const isSmall = !hasQueryFiles && allBytes <= smallBytes;
  const shares = isSmall ? sharesOfParts(allBytes, toolSlots) : Array<number>(stepsOfShared).fill(1);
  return {
    ...chunks,
    ...(isSmall && { isSmall }),
    ...(chunks.inRounds !== true && { stepStarts: startsBySize(archiveBytes, shares) }),
  };
}

/**
 * A part for each slot; where that leaves much for each, smaller ones follow, so that the larger ones are joined while
 * they are rendered and little is left to join at the end.
 */
function sharesOfParts(allBytes: number, toolSlots: number): readonly number[] {
  const worthwhile = Math.max(1, Math.floor(allBytes / fewestPartBytes));
  if (allBytes < fewestBytesInTwoRounds || worthwhile < 2 * toolSlots)
    return Array<number>(Math.min(worthwhile, toolSlots)).fill(1);
  return [...Array<number>(toolSlots).fill(2), ...Array<number>(toolSlots).fill(1)];
}

/**
 * Where steps begin that have archives of the given shares of the whole: rendering takes as long as they are large.
 * Consecutive; none is empty, so there may be fewer.
 * @param archiveBytes - of each chunk
 * @param shares - in any unit
 */
export function startsBySize(archiveBytes: readonly number[], shares: readonly number[]): readonly number[] {
  const starts = [0];
  let bytesLeft = archiveBytes.reduce((sum, bytes) => sum + bytes, 0);
  let sharesLeft = shares.reduce((sum, share) => sum + share, 0);
  let inStep = 0;
  for (const [index, bytes] of archiveBytes.entries()) {
    const share = shares[starts.length - 1] ?? 1;
    const wanted = (bytesLeft * share) / sharesLeft;
    // The archive that a border falls into goes to the side that has more of it.
    if (index > (starts.at(-1) ?? 0) && starts.length < shares.length && inStep + bytes / 2 >= wanted) {
      starts.push(index);
      bytesLeft -= inStep;
      sharesLeft -= share;
      inStep = 0;
    }
    inStep += bytes;
  }
  return starts;
}
