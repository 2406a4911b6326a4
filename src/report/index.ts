export { asProgramPrints } from './as-program-prints.ts';
export { canCutArchive, cutArchive } from './cut-archive.ts';
export { reportDifferences, type ReportDifference } from './differences.ts';
export { reportFormat, reportFormats, type ReportFormat } from './format.ts';
export { samFields, standardFields, tabularFields } from './fields.ts';
export {
  formatterOptionRules,
  type FormatterOptionRule,
  type FormatterOptions,
} from './formatter-options.ts';
export type { Fragment, Fragments } from './fragment.ts';
export { mergeReports } from './merge.ts';
export { makesQueryFiles, queryFiles, requireFewFiles, type QueryFile } from './query-files.ts';
export { parseOutfmt, type Outfmt } from './outfmt.ts';
export { organismReport, showsTaxonNames } from './taxon-names.ts';
export { isPlannedBySize, planSteps } from './plan-steps.ts';
export { prepareArchive } from './prepare-archive.ts';
export {
  formatterArgs,
  reportKey,
  type FormatterArgs,
  type RenderedSearch,
  type ReportKey,
  type ReportRequest,
} from './request.ts';
