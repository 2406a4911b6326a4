import { restartReport } from '../../src/usecases/restart-report.ts';
import { readReportJob, type ReportJob } from '../multiblast/read-service-job.ts';
import type { Service } from '../multiblast/service.ts';

export const reportService: Service<ReportJob> = {
  prefix: '/report',
  kind: 'report',
  tag: 'report service',
  read: readReportJob,
  restart: restartReport,
};
