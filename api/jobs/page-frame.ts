import { html, raw } from 'hono/html';

/** One stylesheet for every page; small enough to travel with it. */
const style = `
:root { color-scheme: light dark; --line: #8885; --accent: #2a6f97; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin-bottom: .25rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
a { color: var(--accent); }
.state { font-weight: 600; margin-top: 0; } .state.completed { color: #2d7d46; } .state.failed, .error { color: #b3261e; }
progress { width: 100%; height: 1.25rem; accent-color: var(--accent); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; } th { text-align: left; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); } .number { text-align: right; font-variant-numeric: tabular-nums; }
th:nth-child(n+3) { text-align: right; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid var(--line); font-size: .8rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { opacity: .7; } dd { margin: 0; overflow-wrap: anywhere; }
`;

/** A whole page; while `refreshSeconds` is given it loads itself again. */
export function pageFrame(page: {
  readonly title: string;
  readonly refreshSeconds: number | undefined;
  readonly body: ReturnType<typeof html>;
}): ReturnType<typeof html> {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${page.refreshSeconds === undefined ? '' : html`<meta http-equiv="refresh" content="${page.refreshSeconds}" />`}
        <title>${page.title} – Durablast</title>
        <style>${raw(style)}</style>
      </head>
      <body>
        ${page.body}
      </body>
    </html>`;
}
