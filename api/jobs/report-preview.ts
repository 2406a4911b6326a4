import { html } from 'hono/html';
import type { JobRecord } from '../../src/job/record.ts';
import { readManifest } from '../../src/usecases/read-job.ts';
import type { ApiDeps } from '../environment.ts';
import type { Markup } from '../pages/page-frame.ts';

const previewBytes = 6 * 1024;
const previewLines = 60;

/** The beginning of a finished report that is text; `''` for any other. */
export async function reportPreview(
  deps: Pick<ApiDeps, 'stored' | 'artifacts'>,
  report: JobRecord,
): Promise<Markup | ''> {
  const [artifact] = (await readManifest(deps, report)).artifacts;
  if (!artifact || !/^text\/|[/+](xml|json)\b/.test(artifact.mediaType)) return '';
  const end = Math.min(artifact.sizeBytes, previewBytes);
  const body = await deps.artifacts.open(artifact, { start: 0, end });
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  const lines = text.split('\n');
  const isWhole = end === artifact.sizeBytes && lines.length <= previewLines;
  const shown = lines.slice(0, previewLines).join('\n');
  return html`<h2>${isWhole ? 'Report' : 'Beginning of the report'}</h2>
    <pre>${shown}${isWhole ? '' : '\n…'}</pre>`;
}
