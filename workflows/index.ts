export { buildDatabaseWorkflow } from './build-database-workflow.ts';
export { reportWorkflow } from './report-workflow.ts';
export { searchWorkflow } from './search-workflow.ts';
