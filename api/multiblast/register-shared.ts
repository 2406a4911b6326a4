import type { Api, ApiDeps } from '../environment.ts';
import { registerJobStatuses } from './job-statuses.ts';
import { registerJobStderr } from './job-stderr.ts';
import { registerLinkGuest } from './link-guest.ts';
import { registerMaintenance } from './maintenance.ts';
import { registerRestartJob } from './restart-job.ts';
import type { Service } from './service.ts';
import { registerUnlinkJob } from './unlink-job.ts';
import { registerUpdateLink } from './update-link.ts';

/** What both services of Multi-Blast do alike, below the prefix of one. */
export function registerShared(app: Api, deps: ApiDeps, service: Service): void {
  registerRestartJob(app, deps, service);
  registerUpdateLink(app, deps, service);
  registerUnlinkJob(app, deps, service);
  registerJobStatuses(app, deps, service);
  registerJobStderr(app, deps, service);
  registerLinkGuest(app, deps, service);
  registerMaintenance(app, deps, service);
}
