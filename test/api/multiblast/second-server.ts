import type { ApiDeps } from '../../../api/environment.ts';
import { createArtifactReader } from '../../../api/jobs/artifact-reader.ts';
import { createStoredObjects } from '../../../src/usecases/stored-objects.ts';
import { setUpQueries } from '../query-service/query-world.ts';

/** Another server process over the same data, of which `wrap` changes every port. */
export function secondServer(
  deps: ApiDeps,
  wrap: <T extends object>(port: T) => T,
  more: Partial<ApiDeps> = {},
): ReturnType<typeof setUpQueries>['app'] {
  const { documents, launcher, sites } = deps;
  const objects = wrap(deps.objects);
  return setUpQueries({
    ...deps,
    documents: wrap(documents),
    objects,
    stored: createStoredObjects(objects),
    artifacts: createArtifactReader(objects, { maxKeptBytes: 1, maxArtifactBytes: 0 }),
    launcher: wrap(launcher),
    sites: wrap(sites),
    ...more,
  }).app;
}
