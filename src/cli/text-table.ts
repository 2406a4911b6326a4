import pc from 'picocolors';

export interface Column {
  readonly heading: string;
  readonly isNumber?: boolean;
}

/** An aligned table; numbers stand at the right. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ isNumber }, index) => {
        const [cell, width] = [cells[index] ?? '', widths[index] ?? 0];
        return isNumber === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [pc.bold(line(columns.map(({ heading }) => heading))), ...rows.map(line)].join('\n');
}
