import { restartJob } from '../../src/usecases/restart-job.ts';
import { readReportJob, type ReportJob } from '../multiblast/read-service-job.ts';
import { turnOf, type Service } from '../multiblast/service.ts';

export const reportService: Service<ReportJob> = {
  prefix: '/report',
  kind: 'report',
  tag: 'report service',
  read: readReportJob,
  async restart(deps, c, id) {
    await restartJob(deps, id, turnOf(c));
  },
};
