import { digestOf } from '../../src/job/keys.ts';
import type { Artifact, Manifest } from '../../src/job/manifest.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { zipSizeBytes, zipStream, type ZipEntry } from '../middleware/zip-stream.ts';
import { openArtifact } from './artifact-reader.ts';
import { sendMade } from './send-made.ts';

/** A file of a job as clients see it; `digest` is `null` for one that is made while it is downloaded. */
export type JobFile = Omit<Artifact, 'key' | 'digest'> & { readonly digest: string | null };

const name = 'report.zip';

/** The files of a job: what it has published and, for a report, all of it in one. */
export function filesOf(manifest: Manifest): readonly JobFile[] {
  const { kind, artifacts } = manifest;
  if (kind !== 'report') return artifacts;
  return [...artifacts, { name, sizeBytes: sizeOf(artifacts), digest: null, mediaType: 'application/zip' }];
}

/** Whether a report has this name for all its files in one. */
export function isReportZip({ kind }: Manifest, fileName: string): boolean {
  return kind === 'report' && fileName === name;
}

/**
 * Sends all files of a report as a ZIP, with its files as they are, so that its size is known and it always has the same
 * bytes.
 * @throws PlatformError `RESULT_EXPIRED`
 */
export function sendReportZip(
  { artifacts: reader }: Pick<ApiDeps, 'artifacts'>,
  c: ApiContext,
  { artifacts }: Manifest,
): Promise<Response> {
  return sendMade(c, {
    name,
    mediaType: 'application/zip',
    disposition: 'attachment',
    identity: digestOf(`zip 1 ${artifacts.map((one) => `${one.name} ${one.digest}`).join(' ')}`),
    sizeBytes: sizeOf(artifacts),
    open: async () => {
      const first = artifacts[0] && (await openArtifact(reader, artifacts[0]));
      const entries = artifacts.map((artifact, index) =>
        entryOf(artifact, () =>
          index === 0 && first ? Promise.resolve(first) : openArtifact(reader, artifact),
        ),
      );
      return zipStream(entries);
    },
  });
}

function sizeOf(artifacts: readonly Artifact[]): number {
  return zipSizeBytes(artifacts.map((artifact) => entryOf(artifact, neverOpened)));
}

function entryOf({ name: fileName, sizeBytes }: Artifact, open: ZipEntry['open']): ZipEntry {
  return { name: fileName, sizeBytes, open };
}

function neverOpened(): Promise<never> {
  return new Promise(() => undefined);
}
