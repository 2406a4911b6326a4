import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { html } from 'hono/html';
import { absolutePath } from 'swagger-ui-dist';
import type { Api } from '../environment.ts';
import { openApiInfo } from './openapi-info.ts';

/** The files of Swagger UI that the page needs; nothing is loaded from elsewhere. */
const assets = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
} as const;

const start = `window.onload = () => SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true });`;

/** `/openapi.json`, and `/docs` to read and try it. */
export function registerDocs(app: Api): void {
  app.doc31('/openapi.json', openApiInfo);
  app.get('/', (c) => c.redirect('/docs'));
  app.get('/docs', (c) =>
    c.html(
      html`<!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <title>Durablast API</title>
            <link rel="stylesheet" href="/docs/swagger-ui.css" />
          </head>
          <body>
            <div id="docs"></div>
            <noscript>This page needs JavaScript; the description itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
            <script src="/docs/swagger-ui-bundle.js"></script>
            <script src="/docs/start.js"></script>
          </body>
        </html>`,
    ),
  );
  app.get('/docs/start.js', (c) => c.body(start, 200, { 'Content-Type': 'text/javascript' }));
  for (const [name, contentType] of Object.entries(assets)) {
    app.get(`/docs/${name}`, (c) => {
      const file = Readable.toWeb(createReadStream(join(absolutePath(), name)));
      return c.body(file as ReadableStream, 200, { 'Content-Type': contentType, 'Cache-Control': 'max-age=86400' });
    });
  }
}
