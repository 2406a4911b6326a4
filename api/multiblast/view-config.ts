import { z } from '@hono/zod-openapi';
import { blastConfigOf } from '../../src/multiblast/blast-config-of.ts';
import { reportConfigOf } from '../../src/multiblast/report-config-details.ts';
import type { ReportRequest } from '../../src/report/index.ts';
import type { SearchRequest } from '../../src/search/request.ts';

const BlastConfigSchema = z
  .looseObject({})
  .openapi({ description: 'As it is asked for; what has its default is left out.' });

export const QueryConfigSchema = z.object({
  jobConfig: z.object({
    site: z.string(),
    targets: z.array(z.object({ targetDisplayName: z.string(), targetFile: z.string() })),
  }),
  blastConfig: BlastConfigSchema,
});

export const ReportConfigSchema = z.object({ blastConfig: BlastConfigSchema });

/** How a query job was asked for, but for its query: posted again with it, it is the same job. */
export function viewQueryConfig({ key }: SearchRequest): z.infer<typeof QueryConfigSchema> {
  const { program, task, options, scope } = key;
  const targets = (scope?.targets ?? []).map(({ displayName, file }) => ({
    targetDisplayName: displayName,
    targetFile: file,
  }));
  return {
    jobConfig: { site: scope?.site ?? '', targets },
    blastConfig: { ...blastConfigOf(program, task, options) },
  };
}

/** How a report was asked for, but for its query job. */
export function viewReportConfig(
  { key }: ReportRequest,
  search: SearchRequest,
): z.infer<typeof ReportConfigSchema> {
  return { blastConfig: { ...reportConfigOf(key, search.key.options) } };
}
