const headings = ['query', 'subject', 'identity', 'E-value', 'bit score'];
const mostRows = 15;

/**
 * The first row of each query of a tabular report (format 6), as an aligned table. BLAST lists the subjects of a query
 * from the best to the worst.
 */
export function topHitsTable(report: string): string {
  const best = new Map<string, string[]>();
  for (const line of report.split('\n')) {
    // The twelve standard columns: qseqid sseqid pident … evalue bitscore.
    const columns = line.split('\t');
    const [query = '', subject = '', identity = ''] = columns;
    if (columns.length < 12 || best.has(query)) continue;
    best.set(query, [query, subject, `${identity} %`, columns[10] ?? '', (columns[11] ?? '').trim()]);
  }
  const rows = [...best.values()];
  const table = align([headings, ...rows.slice(0, mostRows)]);
  return rows.length > mostRows ? `${table}\n… and ${rows.length - mostRows} more queries with hits` : table;
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => pad(cell, widths[column] ?? 0, column));
      return `  ${cells.join('   ')}`.trimEnd();
    })
    .join('\n');
}

/** Names stand at the left, numbers at the right. */
function pad(cell: string, width: number, column: number): string {
  return column < 2 ? cell.padEnd(width) : cell.padStart(width);
}
