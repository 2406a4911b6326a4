import { html } from 'hono/html';
import { PlatformError } from '../../src/errors/index.ts';
import { isTerminal, type JobRecord } from '../../src/job/record.ts';
import { submitReport } from '../../src/usecases/submit-report.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import type { Markup } from '../pages/page-frame.ts';
import { topHits, type TopHit } from './top-hits.ts';

/** The hits of a finished search as far as they are known. */
export type SearchHits =
  | { readonly is: 'known'; readonly hits: readonly TopHit[] }
  | { readonly is: 'pending' }
  | { readonly is: 'unavailable'; readonly reason: string };

/** Shows hits from the tabular report, which is asked for now if nobody has done so before. */
export async function searchHits(deps: ApiDeps, c: ApiContext, search: JobRecord): Promise<SearchHits> {
  const asker = { priority: 1, fairnessKey: c.var.principal.id };
  try {
    const { record } = await submitReport(deps, search.id, { outfmt: '6', options: {} }, asker);
    if (record.state === 'completed') return { is: 'known', hits: await topHits(deps, record) };
    if (!isTerminal(record.state)) return { is: 'pending' };
    return { is: 'unavailable', reason: record.failure?.message ?? 'Their report was not finished.' };
  } catch (error) {
    // The page of a search is worth showing without its hits.
    if (!(error instanceof PlatformError) || error.code === 'INTERNAL') throw error;
    return { is: 'unavailable', reason: error.message };
  }
}

export function hitsSection(hits: SearchHits): Markup {
  return html`<h2>Top hits</h2>
    ${hitsBody(hits)}`;
}

function hitsBody(hits: SearchHits): Markup {
  if (hits.is === 'pending') return html`<p>Being prepared…</p>`;
  if (hits.is === 'unavailable') return html`<p>They cannot be shown: ${hits.reason}</p>`;
  if (hits.hits.length === 0) return html`<p>No hits.</p>`;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Query</th>
          <th>Subject</th>
          <th class="number">Identity</th>
          <th class="number">E-value</th>
          <th class="number">Bit score</th>
        </tr>
      </thead>
      <tbody>
        ${hits.hits.map(hitRow)}
      </tbody>
    </table>
  </div>`;
}

function hitRow({ query, subject, identityPercent, evalue, bitScore }: TopHit): Markup {
  return html`<tr>
    <td>${query}</td>
    <td>${subject}</td>
    <td class="number">${identityPercent} %</td>
    <td class="number">${evalue}</td>
    <td class="number">${bitScore}</td>
  </tr>`;
}
