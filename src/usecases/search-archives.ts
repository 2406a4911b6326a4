import type { ObjectStore } from '../ports/object-store.ts';
import { prepareArchive, type ReportKey } from '../report/index.ts';
import type { SearchKey } from '../search/request.ts';
import { openArchive } from './chunk-archive.ts';
import { readPlannedChunks, type ChunkRange } from './planned-chunks.ts';
import type { PublishedSearch } from './published-search.ts';
import type { StoredObjects } from './stored-objects.ts';

/** Chunks of a published search, and what they are to be read for. */
export interface ArchivePart extends ChunkRange {
  readonly search: PublishedSearch;
  readonly searchKey: SearchKey;
  readonly reportKey: Pick<ReportKey, 'outfmt'>;
}

/**
 * The archives of a part of a search, one after another, as `blast_formatter` is to read them: queries have the numbers
 * of the whole query. Streams; one archive is open at a time.
 * @param signal - ends it before the next archive, with the signal's reason
 * @throws PlatformError `CHUNK_MISSING`
 */
export async function* searchArchives(
  { objects, stored }: { readonly objects: ObjectStore; readonly stored: StoredObjects },
  { search, searchKey, reportKey, from, to }: ArchivePart,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of readPlannedChunks(stored, search, { from, to })) {
    signal?.throwIfAborted();
    yield* prepareArchive(await openArchive(objects, chunk), chunk, searchKey, reportKey);
  }
}
