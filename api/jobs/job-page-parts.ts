import { html } from 'hono/html';
import type { Markup } from '../pages/page-frame.ts';
import type { JobView } from './job-view.ts';

/** Title, state and, while it runs, how far it is. */
export function jobHead(view: JobView): Markup {
  return html`<h1>${view.summary.title}</h1>
    <p><span class="badge ${view.state}">${view.state}</span> ${detailOf(view)}</p>
    ${progressBar(view)}`;
}

function detailOf({ state, progress, progress_detail: detail, queue_position: position }: JobView): string {
  if (state === 'queued') return position === null ? '' : `number ${position} in the queue`;
  if (state !== 'running') return '';
  return detail.eta_seconds === null ? progress : `${progress}, about ${duration(detail.eta_seconds)} left`;
}

function progressBar({ state, progress_detail: { percent } }: JobView): Markup | '' {
  return state === 'running' ? html`<progress max="100" value="${percent}">${percent} %</progress>` : '';
}

const advice: Partial<Record<JobView['state'], string>> = {
  cancelled: 'Submit the same request again to run it; parts that were finished are not computed twice.',
  expired: 'Submit the same request again to compute it anew.',
};

/** Why there are no results, and what to do about it. */
export function failureNote(view: JobView): Markup | '' {
  const next = advice[view.state];
  if (view.error === null && next === undefined) return '';
  return html`${view.error === null ? '' : html`<p class="error">${view.error}</p>`}
  ${next === undefined ? '' : html`<p>${next}</p>`}`;
}

export function downloads({ artifacts }: JobView): Markup | '' {
  const files = Object.entries(artifacts);
  if (files.length === 0) return '';
  // Formats with a file for each query may have thousands.
  const shown = files.length > 20 ? [...files.slice(0, 10), ...files.slice(-1)] : files;
  const hidden = files.length - shown.length;
  return html`<h2>Downloads</h2>
    <ul>
      ${shown.map(([name, file]) => html`<li>${fileLink(name, file)}</li>`)}
    </ul>
    ${hidden > 0 ? html`<p>${hidden.toLocaleString('en')} more are in the archive.</p>` : ''}`;
}

export function fileLink(name: string, file: JobView['artifacts'][string]): Markup {
  return html`<a href="${file.url}">${name}</a> (${readableSize(file.size_bytes)}) `;
}

/** How the result came about: enough to make it again by hand. */
export function provenance(view: JobView): Markup | '' {
  if (view.provenance === null) return '';
  return html`<h2>Provenance</h2>
    <details>
      <summary>Tools, versions, exact arguments and database fingerprints</summary>
      <pre>${JSON.stringify(view.provenance, null, 2)}</pre>
    </details>`;
}

export function jobFacts(view: JobView): Markup {
  const { summary, links } = view;
  const rows: readonly (readonly [string, string | Markup | null])[] = [
    ['Job', html`<code>${view.job_id}</code>`],
    ['Kind', view.kind],
    ['Program', summary.program],
    ['Databases', summary.databases.join(', ')],
    [
      'Sequences',
      `${summary.query_count.toLocaleString('en')} (${summary.residue_count.toLocaleString('en')} residues)`,
    ],
    ['Submitted', readableTime(view.created_at)],
    ['Started', readableTime(view.started_at)],
    ['Finished', readableTime(view.finished_at)],
    ['Took', tookOf(view)],
    [
      'Search',
      links.search === undefined ? null : html`<a href="${links.search}">the search this report shows</a>`,
    ],
  ];
  return html`<h2>About</h2>
    <dl>
      ${rows.map(([name, value]) =>
        value === null
          ? ''
          : html`<dt>${name}</dt>
              <dd>${value}</dd>`,
      )}
    </dl>`;
}

function tookOf({ started_at: start, finished_at: end }: JobView): string | null {
  if (start === null || end === null) return null;
  const seconds = (Date.parse(end) - Date.parse(start)) / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : duration(seconds);
}

function readableTime(time: string | null): string | null {
  return time === null ? null : `${time.slice(0, 19).replace('T', ' ')} UTC`;
}

function duration(totalSeconds: number): string {
  const seconds = Math.max(0, Math.round(totalSeconds));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function readableSize(sizeBytes: number): string {
  if (sizeBytes < 1024) return `${sizeBytes} bytes`;
  const [unit, size] =
    sizeBytes < 1024 ** 2 ? ['KB', 1024] : sizeBytes < 1024 ** 3 ? ['MB', 1024 ** 2] : ['GB', 1024 ** 3];
  return `${(sizeBytes / size).toFixed(1)} ${unit}`;
}
