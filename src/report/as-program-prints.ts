import type { CanonicalOptions } from '../search/options.ts';
import type { Program } from '../search/program.ts';
import { isInRounds } from '../search/rounds.ts';
import { concatBytes, editLines, type LineEdit } from './edit-lines.ts';
import { bytesOf, startsWith, textOf } from './line-bytes.ts';

/**
 * A rendered part of a report as the program itself prints it. `blast_formatter` 2.12.0 takes archives of deltablast for
 * those of psiblast: name and reference are psiblast's, and rounds are miscounted. Rounds are numbered from 1 here, in a
 * part that holds one query; a search of one round does not speak of it.
 */
export function asProgramPrints(
  { program, options }: { readonly program: Program; readonly options: CanonicalOptions },
  outfmt: number,
  body: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  if (program !== 'deltablast') return body;
  if (outfmt === 9) return editLines(body, binaryEdit);
  if (!relabelled.includes(outfmt)) return body;
  const inRounds = isInRounds(options);
  const edit = editOf(outfmt, inRounds);
  return editLines(body, (bytes, start, end) => {
    if (end - start > longestLine) return true;
    const line = textOf(bytes, start, end);
    const edited = edit(line);
    return edited === line || (edited === '' ? false : bytesOf(edited));
  });
}

/** Formats of text that name the program. */
const relabelled = [0, 1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 15, 16];
/** Bytes; psiblast's reference in format 16 has some 360. */
const longestLine = 600;

/** The line in place of another; `''` for none. */
type TextEdit = (line: string) => string;

function editOf(outfmt: number, inRounds: boolean): TextEdit {
  if (outfmt <= 4) return pairwiseEdit(inRounds);
  if (outfmt === 7) return commentEdit(inRounds);
  return outfmt === 8 || outfmt === 12 ? alignmentEdit() : documentEdit;
}

const version = /^(# )?PSIBLAST (\S+)\n$/;

function commentEdit(inRounds: boolean): TextEdit {
  let round = 0;
  return (line) => {
    if (/^# Iteration: \d+\n$/.test(line)) return inRounds ? `# Iteration: ${String((round += 1))}\n` : '';
    return line.replace(version, '$1DELTABLAST $2\n');
  };
}

const reference = `Reference for DELTA-BLAST: Grzegorz M. Boratyn, Alejandro A.
Schaffer, Richa Agarwala, Stephen F. Altschul, David J. Lipman and
Thomas L. Madden (2012) "Domain enhanced lookup time accelerated
BLAST", Biology Direct 7:12.
`;

function pairwiseEdit(inRounds: boolean): TextEdit {
  let round = 0;
  /** Lines of psiblast's own reference that are left, with the blank lines after it. */
  let skipped = 0;
  return (line) => {
    if (line.startsWith('Reference for composition-based statistics starting in round 2:')) skipped = 8;
    if (skipped > 0) {
      skipped -= 1;
      return '';
    }
    if (/^Results from round \d+\n$/.test(line))
      return inRounds ? `Results from round ${String((round += 1))}\n` : '';
    return line.replace(version, `DELTABLAST $2\n\n\n${reference}`);
  };
}

const citation = reference
  .slice(reference.indexOf(':') + 2)
  .trimEnd()
  .replaceAll('\n', ' ');
const inXml = citation.replaceAll('"', '&quot;');

const documentEdit: TextEdit = (line) =>
  line
    .replace(/^( *<(?:BlastOutput_)?program>)psiblast</, '$1deltablast<')
    .replace(/^( *<(?:BlastOutput_)?version>)PSIBLAST /, '$1DELTABLAST ')
    .replace(/^( *<(?:BlastOutput_)?reference>).*(<\/.*\n)$/, `$1${inXml}$2`)
    .replace(/^( *"program": )"psiblast"/, '$1"deltablast"')
    .replace(/^( *"version": )"PSIBLAST /, '$1"DELTABLAST ')
    .replace(/^( *"reference": )".*",\n$/, (_, name: string) => `${name}${JSON.stringify(citation)},\n`);

/** As in `alignmentEdit`, in BER: a VisibleString, the ends of four fields, a choice in a choice, an INTEGER. */
const inBinary = (program: string, number: number): Uint8Array =>
  concatBytes([
    Uint8Array.of(0x1a, program.length),
    bytesOf(program),
    Uint8Array.of(0, 0, 0, 0, 0xa2, 0x80, 0xa1, 0x80, 0x02, 0x01, number),
  ]);
const binary = { psiblast: inBinary('psiblast', 10), deltablast: inBinary('deltablast', 14) };

/** The number of psiblast, 10, ends what counts as a line. */
const binaryEdit: LineEdit = (bytes, start, end) => {
  const at = end - binary.psiblast.length;
  if (at < start || !startsWith(bytes, at, end, binary.psiblast)) return true;
  return concatBytes([bytes.subarray(start, at), binary.deltablast]);
};

/** Alignments name the program, and then give its number. */
function alignmentEdit(): TextEdit {
  let named = false;
  return (line) => {
    const program = line.replace(/^( +(?:label str|"str":) )"psiblast"/, '$1"deltablast"');
    const edited = named
      ? line.replace(/^( +(?:data int|"int":) )10\n$/, (_, before: string) => `${before}14\n`)
      : program;
    named = program !== line || (named && edited === line);
    return edited;
  };
}
