import { PlatformError } from '../../src/errors/index.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { noteAccess } from '../../src/usecases/note-access.ts';
import { readManifest } from '../../src/usecases/read-job.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { filesOf, isReportZip, sendReportZip } from './report-zip.ts';
import { sendArtifact } from './send-artifact.ts';

/**
 * One file of a finished job, by name, or all files of a report as `report.zip`. It counts as a use of the results.
 * @throws PlatformError `NOT_FOUND` with the names there are; as `readManifest` and `sendArtifact`
 */
export async function sendJobFile(
  deps: ApiDeps,
  c: ApiContext,
  record: JobRecord,
  name: string,
  disposition: 'inline' | 'attachment' = 'inline',
): Promise<Response> {
  const manifest = await readManifest(deps, record);
  const artifact = manifest.artifacts.find((one) => one.name === name);
  if (!artifact && !isReportZip(manifest, name)) {
    const names = filesOf(manifest)
      .slice(0, 20)
      .map((one) => one.name)
      .join(', ');
    throw new PlatformError(
      'NOT_FOUND',
      `This job has no file ${JSON.stringify(name)}. Its files: ${names}.`,
    );
  }
  await noteAccess(deps, record);
  return artifact ? sendArtifact(deps, c, artifact, disposition) : sendReportZip(deps, c, manifest);
}
