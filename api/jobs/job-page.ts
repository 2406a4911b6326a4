import { html } from 'hono/html';
import { isTerminal, type JobRecord } from '../../src/job/record.ts';
import { readManifest } from '../../src/usecases/read-job.ts';
import { queuePosition } from '../../src/usecases/queue-position.ts';
import type { ApiContext, ApiDeps } from '../environment.ts';
import { pageFrame, type Markup } from '../pages/page-frame.ts';
import { downloads, failureNote, fileLink, jobFacts, jobHead, provenance } from './job-page-parts.ts';
import { viewFile, viewJob } from './job-view.ts';
import { filesOf } from './report-zip.ts';
import { findReports } from './list-reports.ts';
import { reportPreview } from './report-preview.ts';
import { hitsSection, searchHits, type SearchHits } from './search-hits.ts';

/** Seconds between two looks of a page whose job is open. */
const refreshSeconds = 2;

/** The page of a job for people: state, progress, top hits, downloads, provenance. Works without JavaScript. */
export async function jobPage(deps: ApiDeps, c: ApiContext, record: JobRecord): Promise<Markup> {
  const completed = record.state === 'completed';
  const hits = completed && record.kind === 'search' ? await searchHits(deps, c, record) : undefined;
  const view = await viewJob(deps, record, await queuePosition(deps, record));
  const isOpen = !isTerminal(record.state) || hits?.is === 'pending';
  return pageFrame(c, {
    title: record.summary.title,
    refreshSeconds: isOpen ? refreshSeconds : undefined,
    body: html`
      ${jobHead(view)} ${failureNote(view)} ${await bodyOfKind(deps, record, hits)} ${downloads(view)}
      ${jobFacts(view)} ${provenance(view)}
    `,
  });
}

async function bodyOfKind(
  deps: ApiDeps,
  record: JobRecord,
  hits: SearchHits | undefined,
): Promise<Markup | ''> {
  if (record.kind === 'search')
    return html`${hits ? hitsSection(hits) : ''} ${await reportsSection(deps, record)}`;
  if (record.state !== 'completed') return '';
  return record.kind === 'report' ? reportPreview(deps, record) : databaseHint(record);
}

async function reportsSection(deps: ApiDeps, { id }: JobRecord): Promise<Markup | ''> {
  const reports = await findReports(deps, id);
  if (reports.length === 0) return '';
  const lines = await Promise.all(reports.map((report) => reportLine(deps, report)));
  return html`<h2>Reports</h2>
    <ul>
      ${lines}
    </ul>`;
}

/** A report that is ready is one click away. */
async function reportLine(deps: ApiDeps, report: JobRecord): Promise<Markup> {
  const { id, state, summary } = report;
  const name = html`<a href="/jobs/${id}">Format ${formatName(summary.outfmt ?? '')}</a>`;
  if (state !== 'completed') return html`<li>${name}: <span class="${state}">${state}</span></li>`;
  const files = filesOf(await readManifest(deps, report));
  // The report, or the list of its files, and all in one.
  const shown = [...files.slice(0, 1), ...files.slice(-1)];
  return html`<li>${name}: ${shown.map((file) => fileLink(file.name, viewFile(id, file)))}</li>`;
}

/** The number, and the columns only where they are not the usual twelve. */
function formatName(outfmt: string): string {
  return outfmt.replace(
    / qaccver saccver pident length mismatch gapopen qstart qend sstart send evalue bitscore$/,
    '',
  );
}

function databaseHint({ summary }: JobRecord): Markup {
  const name = summary.databases.join(' ');
  return html`<h2>Use it</h2>
    <p>The database can be searched as <code>${name}</code>:</p>
    <pre>durablast search --program PROGRAM --db ${name} --query FILE</pre>`;
}
