import { blastFailure, outputMissing } from '../../../../src/adapters/process/blast-exit-status.ts';
import type { ErrorCode } from '../../../../src/errors/index.ts';

const engineError = (text: string) => `BLAST engine error: ${text}\n`;

describe('exit status → error code', () => {
  it.each<[number | null, string | null, string, ErrorCode, boolean]>([
    [1, null, 'BLAST query/options error: Word-size must be less than 8', 'TOOL_REJECTED_INPUT', false],
    [2, null, 'BLAST Database error: No alias or index file found', 'TOOL_DATABASE_ERROR', false],
    [3, null, engineError('Warning: Sequence contains no data '), 'TOOL_REJECTED_INPUT', false],
    [3, null, engineError('Empty CBlastQueryVector'), 'TOOL_REJECTED_INPUT', false],
    [
      3,
      null,
      engineError('Could not calculate ungapped Karlin-Altschul parameters'),
      'TOOL_REJECTED_INPUT',
      false,
    ],
    [3, null, engineError('Cannot read the file system'), 'TOOL_FAILED', true],
    [3, null, '', 'TOOL_FAILED', true],
    [4, null, '', 'TOOL_OUT_OF_MEMORY', true],
    [5, null, '', 'TOOL_FAILED', true],
    [6, null, 'BLAST failed to write output', 'TOOL_FAILED', true],
    [42, null, '', 'TOOL_FAILED', true],
    [137, null, '', 'TOOL_OUT_OF_MEMORY', true],
    [139, null, '', 'TOOL_CRASHED', true],
    [255, null, 'Error: NCBI C++ Exception:', 'TOOL_FAILED', true],
    [null, 'SIGSEGV', '', 'TOOL_CRASHED', true],
    [null, 'SIGTERM', '', 'TOOL_CRASHED', true],
    [null, 'SIGKILL', '', 'TOOL_OUT_OF_MEMORY', true],
    [
      1,
      null,
      'Command line argument error: Argument "out". File is not accessible:  `a.asn\'',
      'SCRATCH_UNAVAILABLE',
      true,
    ],
    [
      1,
      null,
      'Command line argument error: Argument "gilist". File is not accessible:  `x\'',
      'TOOL_REJECTED_INPUT',
      false,
    ],
    [1, null, 'BLAST query/options error: Invalid input format for BLAST Archive.', 'TOOL_FAILED', true],
  ])('status %s, signal %s, "%s" → %s, retryable: %s', (exitCode, signal, stderr, code, retryable) => {
    const error = blastFailure('blastp', { exitCode, signal, stderr });
    expect({ code: error.code, retryable: error.rule.retryable }).toEqual({ code, retryable });
    expect(error.details).toMatchObject({ exitCode, signal, stderr });
    expect(error.message).not.toBe('');
  });

  it('says of a success without a result that the result is missing', () => {
    expect(outputMissing('blastp', '')).toMatchObject({
      code: 'TOOL_OUTPUT_MISSING',
      message: 'blastp reported success but wrote no complete result.',
    });
  });
});

describe('the message', () => {
  // Standard error of BLAST+ 2.12.0, as it was written.
  it.each([
    [
      'names what the options may be in one line',
      1,
      'BLAST query/options error: FOO is not a supported matrix, supported matrices are:\nBLOSUM80 \nBLOSUM62 \n\nPlease refer to the BLAST+ user manual.\n',
      'BLAST query/options error: FOO is not a supported matrix, supported matrices are: BLOSUM80; BLOSUM62',
    ],
    [
      'keeps pairs of values apart',
      1,
      'BLAST query/options error: Gap existence and extension values of 1 and 1 not supported for BLOSUM62\nsupported values are:\n32767, 32767\n11, 2\n\nPlease refer to the BLAST+ user manual.\n',
      'BLAST query/options error: Gap existence and extension values of 1 and 1 not supported for BLOSUM62, supported values are: 32767, 32767; 11, 2',
    ],
    [
      'leaves out the folders that were searched',
      2,
      'BLAST Database error: No alias or index file found for protein database [nosuch] in search path [/tmp/x/db::]\n',
      'BLAST Database error: No alias or index file found for protein database [nosuch]',
    ],
    [
      'leaves out the usage text and the exception name',
      1,
      `USAGE\n  blastp [-h] [-help]\n\nDESCRIPTION\n   Protein-Protein BLAST 2.12.0+\n\nUse '-help' to print detailed descriptions\n${'='.repeat(72)}\n\nError: Argument "evalue". Argument cannot be converted:  \`abc'\nError:  (CArgException::eConvert) Argument "evalue". Argument cannot be converted:  \`abc'\n`,
      'Error: Argument "evalue". Argument cannot be converted: `abc\'',
    ],
    [
      'leaves out source files of an exception',
      255,
      'Error: NCBI C++ Exception:\n    T0 "c++/include/corelib/ncbidiag.hpp", line 177: Error: (CSerialException::eFormatError) unexpected tag: None (0)\n\n',
      'Error: NCBI C++ Exception: unexpected tag: None (0)',
    ],
    [
      'names files without their folders',
      2,
      "BLAST Database error: Cannot open '/srv/data/blast/nr.00.pin', see /etc/motd or /root.\n",
      "BLAST Database error: Cannot open 'nr.00.pin', see motd or root.",
    ],
    [
      'leaves out process numbers and the name of the machine',
      255,
      '08698/000/0000/P  9DEB 0001/0001 2026-11-22T14:01:27.1 myhost 10.0.0.1 UNK_SESSION blastp Error: (CException::eUnknown) No luck\n',
      'Error: No luck',
    ],
    [
      'prefers what the tool says to notes around it',
      6,
      'Error: (802.4) [blastp] write fault\nBLAST Database error: gone\nError: later\n',
      'BLAST Database error: gone',
    ],
    ['says so when the tool said nothing', 42, '', 'blastp failed with exit status 42 and no message.'],
    ['tells how a tool crashed', 139, 'half a line', 'blastp crashed (status 139). It said: half a line'],
    ['tells of memory', 4, '', 'blastp ran out of memory.'],
  ])('%s', (_, exitCode, stderr, message) => {
    expect(blastFailure('blastp', { exitCode, signal: null, stderr }).message).toBe(message);
  });

  it('keeps warnings apart', () => {
    const stderr =
      'Warning: [blastp] Query_1 a: Could not calculate ungapped Karlin-Altschul parameters\n' +
      'BLAST engine error: out of luck\nWarning: [blastp] Examining 5 or more matches is recommended\n';
    const error = blastFailure('blastp', { exitCode: 3, signal: null, stderr });
    expect(error.message).toBe('BLAST engine error: out of luck');
    expect(error.code).toBe('TOOL_FAILED');
    expect(error.details['warnings']).toEqual([
      'Warning: [blastp] Query_1 a: Could not calculate ungapped Karlin-Altschul parameters',
      'Warning: [blastp] Examining 5 or more matches is recommended',
    ]);
  });

  it('is never longer than 1,000 characters of the tool', () => {
    const stderr = `BLAST engine error: ${'x '.repeat(50_000)}`;
    expect(blastFailure('blastp', { exitCode: 3, signal: null, stderr }).message.length).toBeLessThanOrEqual(
      1_000,
    );
  });
});
