import type { Api, ApiDeps } from '../environment.ts';
import { identify } from '../middleware/identify.ts';
import { registerCreateGuest } from './create-guest.ts';
import { registerGetQuery } from './get-query.ts';
import { registerLinkGuest } from './link-guest.ts';
import { registerListQueries } from './list-queries.ts';
import { registerListTargets } from './list-targets.ts';
import { registerQueryStatuses } from './query-statuses.ts';
import { registerQueryText } from './query-text.ts';
import { registerRestartQuery } from './restart-query.ts';
import { registerSubmitQuery } from './submit-query.ts';
import { registerUnlinkQuery } from './unlink-query.ts';
import { registerUpdateQuery } from './update-query.ts';

/** `/query`: what clients of Multi-Blast's query service ask. Whoever asks is found out for all but targets and guests. */
export function registerQueryService(app: Api, deps: ApiDeps): void {
  registerListTargets(app, deps);
  registerCreateGuest(app, deps);
  app.use('/query/*', identify(deps));
  registerSubmitQuery(app, deps);
  registerListQueries(app, deps);
  registerGetQuery(app, deps);
  registerRestartQuery(app, deps);
  registerUpdateQuery(app, deps);
  registerUnlinkQuery(app, deps);
  registerQueryText(app, deps);
  registerQueryStatuses(app, deps);
  registerLinkGuest(app, deps);
}
