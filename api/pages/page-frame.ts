import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { ApiContext } from '../environment.ts';
import { pageStyle } from './page-style.ts';

export type Markup = ReturnType<typeof html>;

const styleHash = createHash('sha256').update(pageStyle).digest('base64');

/** Nothing but the one stylesheet: no script, no image, no form, nothing from elsewhere. */
const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A whole page; while `refreshSeconds` is given it loads itself again. Sets the headers that pages need. */
export function pageFrame(
  c: ApiContext,
  page: { readonly title: string; readonly refreshSeconds?: number | undefined; readonly body: Markup },
): Markup {
  c.header('Content-Security-Policy', contentSecurityPolicy);
  c.header('Vary', 'Accept');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${page.refreshSeconds === undefined ? '' : html`<meta http-equiv="refresh" content="${page.refreshSeconds}" />`}
        <title>${page.title} – Durablast</title>
        ${raw(`<style>${pageStyle}</style>`)}
      </head>
      <body>
        <header><a href="/">Durablast</a></header>
        <main>${page.body}</main>
      </body>
    </html>`;
}
