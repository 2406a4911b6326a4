import type { ApiDeps } from '../../../api/environment.ts';
import { setUpQueries } from '../query-service/query-world.ts';

/** Another server process over the same data, of which `wrap` changes every port. */
export function secondServer(
  deps: ApiDeps,
  wrap: <T extends object>(port: T) => T,
  more: Partial<ApiDeps> = {},
): ReturnType<typeof setUpQueries>['app'] {
  const { documents, objects, launcher, sites } = deps;
  return setUpQueries({
    ...deps,
    documents: wrap(documents),
    objects: wrap(objects),
    launcher: wrap(launcher),
    sites: wrap(sites),
    ...more,
  }).app;
}
