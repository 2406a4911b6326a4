import { SaxesParser } from 'saxes';

/**
 * A report with what `reportDifferences` lists taken out, in a form whose equality is the format's stated equality.
 * @param lost - elements and members that the list has for some searches only
 */
export function comparable(outfmt: number, report: Buffer, lost: readonly string[] = []): unknown {
  const names = new Set(lost);
  const text = report.toString('utf8');
  switch (outfmt) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return text.split('\n').filter((line) => !isStatistic(line));
    case 5:
    case 16:
      return xmlEvents(text, names);
    case 9:
      return report.toString('latin1');
    case 13:
    case 14:
      return text.split(/^(?===> )/m).map((file) => comparableFile(outfmt, file, lost));
    case 15:
      return JSON.parse(text, (name, value: unknown) => (names.has(name) ? undefined : value)) as unknown;
    case 17:
      return text.replace(/\tCL:[^\t\n]*/, '');
    default:
      return text;
  }
}

/** The index first, whose bytes count, then one file for each query, under its name. */
function comparableFile(outfmt: 13 | 14, file: string, lost: readonly string[]): unknown {
  if (!file.startsWith('==> ')) return file;
  const end = file.indexOf('\n') + 1;
  return [file.slice(0, end), comparable(outfmt + 2, Buffer.from(file.slice(end)), lost)];
}

function isStatistic(line: string): boolean {
  return (
    /^(Lambda +K +H|Gapped$|Effective search space used:)/.test(line) ||
    /^ +-?[0-9.]+ +-?[0-9.]+ +-?[0-9.]+ /.test(line)
  );
}

/** Elements, attributes and text in document order; white space between elements does not count. */
function xmlEvents(text: string, lost: ReadonlySet<string>): string[] {
  const events: string[] = [];
  const path: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('xmldecl', ({ version }) => events.push(`xml ${version ?? ''}`));
  parser.on('doctype', (doctype) => events.push(`doctype ${doctype}`));
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name);
    if (!lost.has(name)) events.push(`<${name} ${JSON.stringify(attributes)}`);
  });
  parser.on('text', (value) => {
    if (value.trim() !== '' && !lost.has(path.at(-1) ?? '')) events.push(value);
  });
  parser.on('closetag', ({ name }) => {
    path.pop();
    if (!lost.has(name)) events.push(`>${name}`);
  });
  parser.write(text).close();
  return events;
}
