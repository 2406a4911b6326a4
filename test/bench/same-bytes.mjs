import { createHash } from 'node:crypto';

/** Says whether a report is, byte for byte, what the bare tool prints, and where they part if not. */
export function sameBytes(report, rival) {
  if (report.equals(rival)) return true;
  const [rows, rivalRows] = [report, rival].map((text) => text.toString('latin1').split('\n'));
  const at = rows.findIndex((row, index) => row !== rivalRows[index]);
  const line = at === -1 ? rows.length : at;
  console.log(
    `The reports differ (${rows.length - 1} and ${rivalRows.length - 1} rows), first in line ${line + 1}:`,
  );
  console.log(
    `  through HTTP  ${rows[line] ?? '(nothing)'}\n  bare tool     ${rivalRows[line] ?? '(nothing)'}`,
  );
  return false;
}

/** A report in one phrase: how many rows, how large, and a digest to compare between runs. */
export function describeReport(report) {
  const rows = report.toString('latin1').split('\n').length - 1;
  const digest = createHash('sha256').update(report).digest('hex').slice(0, 16);
  return `${rows.toLocaleString('en')} rows, ${report.length.toLocaleString('en')} bytes, SHA-256 ${digest}…`;
}
