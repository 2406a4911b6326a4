import { PlatformError, type ErrorCode } from '../../errors/index.ts';
import { readBlastMessage } from './blast-message.ts';

/** How a tool's process ended. */
export interface ToolExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

/**
 * Exit status → error code (BLAST+ user manual, appendix "Exit codes"; 137 is a shell's word for SIGKILL). Status 3,
 * "error in BLAST engine", is decided by its message; a status that is not here is `TOOL_FAILED`.
 */
export const blastExitCodes: Readonly<Record<number, ErrorCode>> = {
  1: 'TOOL_REJECTED_INPUT', // query or options
  2: 'TOOL_DATABASE_ERROR',
  3: 'TOOL_FAILED', // engine
  4: 'TOOL_OUT_OF_MEMORY',
  5: 'TOOL_FAILED', // network
  6: 'TOOL_FAILED', // output file
  137: 'TOOL_OUT_OF_MEMORY',
  255: 'TOOL_FAILED', // unknown: an uncaught C++ exception
};

/** Messages of status 3 that will be the same next time, because the query is at fault. */
const aboutInput = [
  /contains no (?:sequence )?data/i,
  /Empty CBlastQueryVector/,
  /invalid query sequence/i,
  /query (?:sequence )?is (?:empty|too short|too long)/i,
  /Karlin-Altschul/,
  /FASTA-?Reader/i,
];

/** A file of the task's own that could not be opened: the folder is gone or full, the request is not at fault. */
const aboutScratch = /Argument "(?:query|out|archive)"\. File is not accessible/;

/** blast_formatter's word for an archive that is damaged: our file, not the request, is at fault. */
const damagedArchive = 'Invalid input format for BLAST Archive';

/**
 * blast_formatter 2.12.0 looks for a query whose name is an accession among the sequences of the database, then at NCBI:
 * so with every archive of a search that parses deflines, though the program itself prints the hits of such queries.
 */
const accessionAsName = /DB contains no accession info|CId2ReaderBase::/;
const aboutAccession =
  'blast_formatter cannot show queries whose names are accessions, such as those of UniProt and GenBank, when deflines ' +
  'are parsed. Search without parse_deflines, or write the names as lcl|NAME.';

/**
 * The error of a tool that failed. Its message is the tool's own, without folders; exit status, warnings and the end
 * of standard error are in `details`.
 */
export function blastFailure(tool: string, exit: ToolExit): PlatformError {
  const { error, warnings } = readBlastMessage(exit.stderr);
  const details = { tool, exitCode: exit.exitCode, signal: exit.signal, warnings, stderr: exit.stderr };
  if (tool === 'blast_formatter' && accessionAsName.test(exit.stderr))
    return new PlatformError('TOOL_REJECTED_INPUT', aboutAccession, { details });
  const code = codeOf(exit, error);
  return new PlatformError(code, messageOf(tool, exit, code, error), { details });
}

/** A tool that reported success and left no complete result. */
export function outputMissing(tool: string, stderr: string): PlatformError {
  const { error, warnings } = readBlastMessage(stderr);
  const said = error === '' ? '' : ` It said: ${error}`;
  return new PlatformError(
    'TOOL_OUTPUT_MISSING',
    `${tool} reported success but wrote no complete result.${said}`,
    {
      details: { tool, warnings, stderr },
    },
  );
}

function codeOf({ exitCode, signal }: ToolExit, message: string): ErrorCode {
  // The kernel's way to end a process that takes too much memory.
  if (signal === 'SIGKILL') return 'TOOL_OUT_OF_MEMORY';
  if (signal !== null || exitCode === null) return 'TOOL_CRASHED';
  if (exitCode === 1 && aboutScratch.test(message)) return 'SCRATCH_UNAVAILABLE';
  if (exitCode === 1 && message.includes(damagedArchive)) return 'TOOL_FAILED';
  if (exitCode === 3 && aboutInput.some((pattern) => pattern.test(message))) return 'TOOL_REJECTED_INPUT';
  const known = blastExitCodes[exitCode];
  if (known !== undefined) return known;
  return exitCode > 128 && exitCode < 160 ? 'TOOL_CRASHED' : 'TOOL_FAILED';
}

function messageOf(tool: string, exit: ToolExit, code: ErrorCode, error: string): string {
  if (code === 'SCRATCH_UNAVAILABLE') return `A temporary file of ${tool} cannot be opened; try again later.`;
  const said = error === '' ? '' : ` It said: ${error}`;
  if (code === 'TOOL_OUT_OF_MEMORY') return `${tool} ran out of memory.${said}`;
  if (code === 'TOOL_CRASHED') {
    const how = exit.signal ?? `status ${exit.exitCode ?? 'unknown'}`;
    return `${tool} crashed (${how}).${said}`;
  }
  return error === ''
    ? `${tool} failed with exit status ${exit.exitCode ?? 'unknown'} and no message.`
    : error;
}
