/** What a BLAST+ tool wrote to standard error, made fit to be shown. */
export interface BlastMessage {
  /** The tool's own account of its failure, one line; empty when it gave none. */
  readonly error: string;
  readonly warnings: readonly string[];
}

const longestMessage = 1_000;

/** Lines that only help somebody at a command line (BLAST+ 2.12.0). */
const noise = [/^Please refer to the BLAST\+ user manual/, /^Use '-help'/, /^Building a new DB/, /^={5,}$/];
const warning = /^(?:\(?\S*\)? ?)?Warning: |^FASTA-Reader: (?:Ignoring|Title)/;
const opening = /^(?:BLAST [A-Za-z/ ]*error|Command line argument error|Error|Critical|Fatal)\b.*?: /;
/** Says more than the exception notes around it. */
const spoken = /^(?:BLAST [A-Za-z/ ]*error|Command line argument error): /;

export function readBlastMessage(stderr: string): BlastMessage {
  const errors: string[][] = [];
  const warnings: string[] = [];
  for (const line of linesOf(stderr)) {
    if (opening.test(line)) errors.push([line]);
    else if (warning.test(line)) warnings.push(clean(line));
    else if (errors.length > 0) errors.at(-1)?.push(line);
    else errors.push([line]);
  }
  const chosen =
    errors.findLast(([first]) => first !== undefined && spoken.test(first)) ?? errors.at(-1) ?? [];
  return { error: clean(joinLines(chosen)).slice(0, longestMessage), warnings };
}

/** All that a tool wrote, each line fit to be shown and ended. */
export function shownStderr(stderr: string): string {
  return linesOf(stderr)
    .map((line) => `${clean(line)}\n`)
    .join('');
}

function linesOf(stderr: string): string[] {
  const lines = stderr.split(/\r?\n/).map((line) => line.trim());
  // A usage text ends with a ruler; the fault is named below it.
  const ruler = lines.findLastIndex((line) => /^={20,}$/.test(line));
  return lines
    .slice(ruler + 1)
    .map((line) => line.replace(/^\d+\/\d+\/\d+\/\S+ .*?\b(?=(?:Error|Warning|Critical|Fatal): )/, ''))
    .filter((line) => line !== '' && !noise.some((pattern) => pattern.test(line)));
}

/** `supported matrices are:` and one a line becomes one sentence. */
function joinLines(lines: readonly string[]): string {
  let text = '';
  let listed = false;
  for (const line of lines) {
    const glue = text === '' ? '' : text.endsWith(':') ? ' ' : listed ? '; ' : ', ';
    listed ||= text.endsWith(':');
    text += glue + line;
  }
  return text;
}

/** Takes out folders, source positions and exception names; what is left names files without their folders. */
function clean(text: string): string {
  return text
    .replace(/ in search path \[[^\]]*\]/g, '')
    .replace(/,? ?T\d+ "[^"]*", line \d+: (?:Error: )?/g, ' ')
    .replace(/\(C[A-Za-z]*Exception::\w+\) /g, '')
    .replace(/(?<![\w.)\]}])(?:\/[^\s/'"`\],;:]+)+\/([^\s/'"`\],;:]*)/g, '$1')
    .replace(/(?<![\w.)\]}])\/([^\s/'"`\],;:]+)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
