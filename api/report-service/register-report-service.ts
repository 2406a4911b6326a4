import type { Api, ApiDeps } from '../environment.ts';
import { identify } from '../middleware/identify.ts';
import { registerShared } from '../multiblast/register-shared.ts';
import { registerGetReport } from './get-report.ts';
import { registerListReports } from './list-reports.ts';
import { registerReportFiles } from './report-files.ts';
import { reportService } from './report-service.ts';
import { registerSubmitReport } from './submit-report.ts';

/** `/report`: what clients of Multi-Blast's report service ask, over the query jobs of the query service. */
export function registerReportService(app: Api, deps: ApiDeps): void {
  app.use('/report/*', identify(deps));
  registerSubmitReport(app, deps);
  registerListReports(app, deps);
  registerGetReport(app, deps);
  registerReportFiles(app, deps);
  registerShared(app, deps, reportService);
}
