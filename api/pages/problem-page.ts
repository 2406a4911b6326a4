import { html } from 'hono/html';
import type { ApiContext } from '../environment.ts';
import { pageFrame, type Markup } from './page-frame.ts';

/** An error for people who came by a link. */
export function problemPage(
  c: ApiContext,
  problem: {
    readonly title: string;
    readonly status: number;
    readonly detail: string;
    readonly request_id: string;
  },
): Markup {
  return pageFrame(c, {
    title: problem.title,
    body: html`
      <h1>${problem.title}</h1>
      <p>${problem.detail}</p>
      <p class="aside">
        ${problem.status} · request ${problem.request_id} · <a href="/docs">how to use this service</a>
      </p>
    `,
  });
}
