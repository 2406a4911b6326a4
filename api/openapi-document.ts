import { createApp } from './app.ts';
import type { ApiDeps } from './environment.ts';
import { openApiInfo } from './system/openapi-info.ts';

/** The API's description (OpenAPI 3.1) without a running server; `/openapi.json` answers the same. */
export function openApiDocument(): object {
  // Registering an operation only keeps what it is given for requests, and none is made of this app.
  const nothing = {} as ApiDeps;
  return createApp(nothing).getOpenAPI31Document(openApiInfo);
}
