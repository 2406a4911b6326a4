/** What Multi-Blast calls a file of a report, where that is otherwise: its clients ask for it by that name. */
const names: Readonly<Record<string, string>> = { 'report.sam': 'report.txt' };

/** The name under which clients of Multi-Blast know a file of a report. */
export function reportFileName(ours: string): string {
  return names[ours] ?? ours;
}
