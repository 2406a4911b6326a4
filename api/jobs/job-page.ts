import { html, raw } from 'hono/html';
import { isTerminal, type JobRecord } from '../../src/job/record.ts';
import { submitReport } from '../../src/usecases/submit-report.ts';
import type { ApiDeps } from '../environment.ts';
import { pageFrame } from './page-frame.ts';
import { reportsOf, viewJob, type JobView } from './job-view.ts';
import { topHits, type TopHit } from './top-hits.ts';

type Markup = ReturnType<typeof html>;

/** Seconds between two looks of a page whose job is open. */
const refreshSeconds = 2;

/** The page of a job for people: state, progress, top hits, downloads, provenance. Works without JavaScript. */
export async function jobPage(deps: ApiDeps, record: JobRecord): Promise<Markup> {
  const [view, hits] = await Promise.all([viewJob(deps, record), hitsOf(deps, record)]);
  const open = !isTerminal(record.state) || hits === 'pending';
  return pageFrame({
    title: record.summary.title,
    refreshSeconds: open ? refreshSeconds : undefined,
    body: html`
      <h1>${record.summary.title}</h1>
      <p class="state ${view.state}">${stateLine(view)}</p>
      ${progressBar(view)} ${view.error === null ? '' : html`<p class="error">${view.error}</p>`}
      ${hits === 'none' ? '' : hitsTable(hits)} ${downloads(view)} ${reports(await reportsFor(deps, record))}
      ${provenance(view)} ${facts(view)}
    `,
  });
}

/** A finished search shows hits from its tabular report, which is made now if nobody has asked for it before. */
async function hitsOf(deps: ApiDeps, record: JobRecord): Promise<readonly TopHit[] | 'pending' | 'none'> {
  if (record.kind !== 'search' || record.state !== 'completed') return 'none';
  const asker = { priority: 1, fairnessKey: 'page' };
  const report = (await submitReport(deps, record.id, { outfmt: '6', options: {} }, asker)).record;
  if (report.state === 'completed') return topHits(deps, report);
  return isTerminal(report.state) ? 'none' : 'pending';
}

function stateLine(view: JobView): string {
  const eta = view.progress_detail.eta_seconds;
  const left = eta === null ? '' : `, about ${String(eta)} s left`;
  const position = view.queue_position === null ? '' : `, number ${String(view.queue_position)} in the queue`;
  return `${view.progress}${left}${position}`;
}

function progressBar(view: JobView): Markup | string {
  if (view.state !== 'running') return '';
  const percent = view.progress_detail.percent;
  return html`<progress max="100" value="${percent}">${percent} %</progress>`;
}

function hitsTable(hits: readonly TopHit[] | 'pending'): Markup {
  if (hits === 'pending') return html`<h2>Top hits</h2><p>Being prepared…</p>`;
  if (hits.length === 0) return html`<h2>Top hits</h2><p>No hits.</p>`;
  return html`<h2>Top hits</h2>
    <table>
      <thead><tr><th>Query</th><th>Subject</th><th>Identity</th><th>E-value</th><th>Bit score</th></tr></thead>
      <tbody>
        ${hits.map(
          (hit) => html`<tr>
            <td>${hit.query}</td><td>${hit.subject}</td><td class="number">${hit.identityPercent} %</td>
            <td class="number">${hit.evalue}</td><td class="number">${hit.bitScore}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
}

function downloads(view: JobView): Markup | string {
  const files = Object.entries(view.artifacts);
  if (files.length === 0) return '';
  return html`<h2>Downloads</h2>
    <ul>${files.map(([name, file]) => html`<li><a href="${file.url}">${name}</a> (${readableSize(file.size_bytes)})</li>`)}</ul>`;
}

async function reportsFor(deps: ApiDeps, record: JobRecord): Promise<readonly JobRecord[]> {
  return record.kind === 'search' ? reportsOf(deps, record.id) : [];
}

function reports(records: readonly JobRecord[]): Markup | string {
  if (records.length === 0) return '';
  return html`<h2>Reports</h2>
    <ul>
      ${records.map((report) => html`<li><a href="/jobs/${report.id}">Format ${report.summary.outfmt ?? ''}</a>: ${report.state}</li>`)}
    </ul>`;
}

function provenance(view: JobView): Markup | string {
  if (view.provenance === null) return '';
  return html`<h2>Provenance</h2><pre>${JSON.stringify(view.provenance, null, 2)}</pre>`;
}

function facts(view: JobView): Markup {
  const rows: [string, string | null][] = [
    ['Job', view.job_id],
    ['Submitted', view.created_at],
    ['Started', view.started_at],
    ['Finished', view.finished_at],
    ['Sequences', String(view.summary.query_count)],
    ['Residues', String(view.summary.residue_count)],
  ];
  const known = rows.filter((row): row is [string, string] => row[1] !== null);
  const search = view.links.search;
  return html`<h2>About</h2>
    <dl>${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    ${search === undefined ? raw('') : html`<p><a href="${search}">The search this report shows</a></p>`}`;
}

function readableSize(sizeBytes: number): string {
  if (sizeBytes < 1024) return `${String(sizeBytes)} bytes`;
  if (sizeBytes < 1024 ** 2) return `${(sizeBytes / 1024).toFixed(1)} KB`;
  return `${(sizeBytes / 1024 ** 2).toFixed(1)} MB`;
}
