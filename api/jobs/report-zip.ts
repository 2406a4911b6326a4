import { digestOf } from '../../src/job/keys.ts';
import type { Artifact, Manifest } from '../../src/job/manifest.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { contentDisposition } from '../middleware/content-disposition.ts';
import { matchesEntityTag } from '../middleware/entity-tag.ts';
import { streamBody } from '../middleware/stream-body.ts';
import { zipSizeBytes, zipStream, type ZipEntry } from '../middleware/zip-stream.ts';
import { openArtifact } from './artifact-reader.ts';

/** A file of a job as clients see it; `digest` is `null` for one that is made while it is downloaded. */
export type JobFile = Omit<Artifact, 'key' | 'digest'> & { readonly digest: string | null };

const name = 'report.zip';

/** The files of a job: what it has published and, for a report, all of it in one. */
export function filesOf(manifest: Manifest): readonly JobFile[] {
  const { kind, artifacts } = manifest;
  if (kind !== 'report') return artifacts;
  const sizeBytes = zipSizeBytes(artifacts.map((artifact) => entryOf(artifact, neverOpened)));
  return [...artifacts, { name, sizeBytes, digest: null, mediaType: 'application/zip' }];
}

/** Whether a report has this name for all its files in one. */
export function isReportZip({ kind }: Manifest, fileName: string): boolean {
  return kind === 'report' && fileName === name;
}

/**
 * Sends all files of a report as a ZIP. It is stored nowhere and made while it is sent, with its files as they are, so
 * that its size is known and it always has the same bytes. No ranges.
 * @throws PlatformError `RESULT_EXPIRED`
 */
export async function sendReportZip(
  { artifacts: reader }: Pick<ApiDeps, 'artifacts'>,
  c: ApiContext,
  { artifacts }: Manifest,
): Promise<Response> {
  const tag = `"${digestOf(`zip 1 ${artifacts.map((one) => `${one.name} ${one.digest}`).join(' ')}`)}"`;
  const lasting = {
    ETag: tag,
    'Cache-Control': 'private, max-age=86400, immutable',
    'Accept-Ranges': 'none',
  };
  if (matchesEntityTag(c.req.header('if-none-match'), tag)) return c.body(null, 304, lasting);
  const opening = artifacts[0] && c.req.method !== 'HEAD' ? openArtifact(reader, artifacts[0]) : undefined;
  const first = await opening;
  const entries = artifacts.map((artifact, index) =>
    entryOf(artifact, () => (index === 0 && first ? Promise.resolve(first) : openArtifact(reader, artifact))),
  );
  const headers = {
    ...lasting,
    'Content-Type': 'application/zip',
    'Content-Length': String(zipSizeBytes(entries)),
    'Content-Disposition': contentDisposition('attachment', name),
  };
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  return c.body(streamBody(c, zipStream(entries)), 200, headers);
}

function entryOf({ name: fileName, sizeBytes }: Artifact, open: ZipEntry['open']): ZipEntry {
  return { name: fileName, sizeBytes, open };
}

function neverOpened(): Promise<never> {
  return new Promise(() => undefined);
}
