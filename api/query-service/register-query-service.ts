import type { Api, ApiDeps } from '../environment.ts';
import { identify } from '../middleware/identify.ts';
import { registerShared } from '../multiblast/register-shared.ts';
import { registerCreateGuest } from './create-guest.ts';
import { registerGetQuery } from './get-query.ts';
import { registerListQueries } from './list-queries.ts';
import { registerListTargets } from './list-targets.ts';
import { queryService } from './query-service.ts';
import { registerQueryResult } from './query-result.ts';
import { registerQueryText } from './query-text.ts';
import { registerSubmitQuery } from './submit-query.ts';

/** `/query`: what clients of Multi-Blast's query service ask. Whoever asks is found out for all but targets and guests. */
export function registerQueryService(app: Api, deps: ApiDeps): void {
  registerListTargets(app, deps);
  registerCreateGuest(app, deps);
  app.use('/query/*', identify(deps));
  registerSubmitQuery(app, deps);
  registerListQueries(app, deps);
  registerGetQuery(app, deps);
  registerQueryText(app, deps);
  registerQueryResult(app, deps);
  registerShared(app, deps, queryService);
}
