import { SaxesParser } from 'saxes';

/** A report with what `reportDifferences` lists taken out, in a form whose equality is the format's stated equality. */
export function comparable(outfmt: number, report: Buffer): unknown {
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
      return xmlEvents(text);
    case 9:
      return report.toString('latin1');
    case 13:
    case 14:
      return text.split(/^(?===> )/m).map((file) => comparableFile(outfmt, file));
    case 15:
      return JSON.parse(text) as unknown;
    case 17:
      return text.replace(/\tCL:[^\t\n]*/, '');
    default:
      return text;
  }
}

/** The index first, whose bytes count, then one file for each query, under its name. */
function comparableFile(outfmt: 13 | 14, file: string): unknown {
  if (!file.startsWith('==> ')) return file;
  const end = file.indexOf('\n') + 1;
  return [file.slice(0, end), comparable(outfmt + 2, Buffer.from(file.slice(end)))];
}

function isStatistic(line: string): boolean {
  return (
    /^(Lambda +K +H|Gapped$|Effective search space used:)/.test(line) ||
    /^ +-?[0-9.]+ +-?[0-9.]+ +-?[0-9.]+ /.test(line)
  );
}

/** Elements, attributes and text in document order; white space between elements does not count. */
function xmlEvents(text: string): string[] {
  const events: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('xmldecl', ({ version }) => events.push(`xml ${version ?? ''}`));
  parser.on('doctype', (doctype) => events.push(`doctype ${doctype}`));
  parser.on('opentag', ({ name, attributes }) => {
    events.push(`<${name} ${JSON.stringify(attributes)}`);
  });
  parser.on('text', (value) => {
    if (value.trim() !== '') events.push(value);
  });
  parser.on('closetag', ({ name }) => {
    events.push(`>${name}`);
  });
  parser.write(text).close();
  return events;
}
