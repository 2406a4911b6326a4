import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { html } from 'hono/html';
import absolutePath from 'swagger-ui-dist/absolute-path.js';
import type { Api } from '../environment.ts';
import { streamBody } from '../middleware/stream-body.ts';
import { openApiInfo, securitySchemes } from './openapi-info.ts';

/** The files of Swagger UI that the page needs; nothing is loaded from elsewhere. */
const assets = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
} as const;

/** Swagger UI styles its parts in place and draws its arrows from data addresses. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const start = `window.onload = () => SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true });`;

/** `/openapi.json`, and `/docs` to read and try it. */
export function registerDocs(app: Api): void {
  app.doc31('/openapi.json', openApiInfo);
  for (const [name, scheme] of Object.entries(securitySchemes)) {
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);
  }
  app.get('/', (c) => c.redirect('/docs'));
  app.get('/docs', (c) => {
    c.header('Content-Security-Policy', contentSecurityPolicy);
    return c.html(
      html`<!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <title>Durablast API</title>
            <link rel="stylesheet" href="/docs/swagger-ui.css" />
          </head>
          <body>
            <div id="docs"></div>
            <noscript
              >This page needs JavaScript; the description itself is at
              <a href="/openapi.json">/openapi.json</a>.</noscript
            >
            <script src="/docs/swagger-ui-bundle.js"></script>
            <script src="/docs/start.js"></script>
          </body>
        </html>`,
    );
  });
  app.get('/docs/start.js', (c) => c.body(start, 200, { 'Content-Type': 'text/javascript' }));
  for (const [name, contentType] of Object.entries(assets)) {
    app.get(`/docs/${name}`, (c) => {
      const headers = { 'Content-Type': contentType, 'Cache-Control': 'max-age=86400' };
      if (c.req.method === 'HEAD') return c.body(null, 200, headers);
      return c.body(streamBody(c, createReadStream(join(absolutePath(), name))), 200, headers);
    });
  }
}
