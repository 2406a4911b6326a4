import type { Program } from '../search/program.ts';

/** Where the published contract of a field and what is done here are not the same. */
export interface ContractDifference {
  readonly field: string;
  /** Of these tools only; of all that have the field where absent. */
  readonly tools?: readonly Program[];
  readonly contract: string;
  readonly here: string;
  readonly why: string;
}

type Row = readonly [field: string, contract: string, here: string, why: string, ...tools: Program[]];

const crash = 'BLAST+ crashes on it';
const endless = 'BLAST+ does not come to an end with it';
const tool = 'the bounds of BLAST+';
const memory = 'beyond any use; BLAST+ takes what it likes';
const ownDefault = "the tool's own default counts: absent is passed on as absent";

/** BLAST+ 2.12.0 wins over the contract where the two differ. Everything else is as the contract has it. */
const rows: readonly Row[] = [
  [
    'every field',
    'null is a default only',
    'null means not given',
    'clients may send the documented defaults',
  ],
  [
    'every field',
    'default as documented',
    'a value equal to the default of the tool, task and matrix is dropped',
    ownDefault,
  ],
  ['queryLocation', 'start from 0', 'start from 1', 'BLAST+ counts from 1 and refuses 0'],
  ['queryLocation', 'offered', 'refused', crash, 'deltablast'],
  [
    'queryLocation',
    'with any query',
    'a sequence too short for it fails as a job of its own; in the whole query it only finds nothing',
    'BLAST+ refuses a batch whose sequences are all too short',
  ],
  ['eValue', '0 is a number', 'greater than 0', tool],
  [
    'eValue',
    'no sign in the exponent',
    'any sign or none',
    "upstream's code asks for one; BLAST+ reads both",
  ],
  ['softMasking', 'default false', 'default true', ownDefault, 'blastn'],
  ['sumStats', 'default false', 'default true', ownDefault, 'blastx', 'tblastn', 'tblastx'],
  ['sumStats', 'boolean', 'false only', crash, 'rpsblast', 'rpstblastn'],
  ['maxTargetSequences', 'at least 5', 'at least 1', tool],
  ['dbSize', '8 bits, signed', 'up to 64 bits, not negative, text beyond 2^53', "BLAST+'s Int8 has 8 bytes"],
  ['searchSpace', '8 bits', 'up to 64 bits, text beyond 2^53', "BLAST+'s Int8 has 8 bytes"],
  ['searchSpace', '0 as any value', '0 is kept, not dropped', 'BLAST+ finds other hits with 0 than without'],
  ['xDropoffUngapped', 'any number', 'greater than 0 (blastn: from 0), up to 1,000,000', tool],
  ['xDropoffPrelimGapped', 'any number', '0 to 1,000,000', 'BLAST+ treats negative ones as it pleases'],
  ['xDropoffFinalGapped', 'any number', '0 to 1,000,000', 'BLAST+ treats negative ones as it pleases'],
  ['xDropoffPrelimGapped', 'offered', 'refused', 'BLAST+ has no such option', 'tblastx'],
  ['xDropoffFinalGapped', 'offered', 'refused', 'BLAST+ has no such option', 'tblastx'],
  ['gapTrigger', 'any number', '0 to 1,000,000', 'BLAST+ treats negative ones as it pleases'],
  ['windowSize', 'no upper bound', 'up to 1,000,000', memory],
  ['cullingLimit', 'no upper bound', 'up to 1,000,000', memory],
  ['cullingLimit', 'from 0', '0 only', crash, 'rpsblast'],
  ['bestHitOverhang', 'offered', 'refused', crash, 'rpsblast'],
  ['bestHitScoreEdge', 'offered', 'refused', crash, 'rpsblast'],
  ['wordSize', 'no upper bound', 'up to 7', tool, 'blastp', 'blastx', 'tblastn'],
  ['wordSize', 'no upper bound', 'up to 5', tool, 'tblastx', 'psiblast', 'deltablast'],
  ['wordSize', 'from 4', '11 or 12 for task dc-megablast', tool, 'blastn'],
  ['gapOpen', 'any number', 'what the matrix, or reward and penalty, have statistics for', tool],
  ['gapExtend', 'any number', 'what the matrix, or reward and penalty, have statistics for', tool],
  ['matrix', 'upper case', 'any case', 'BLAST+ takes any'],
  ['matrix', 'without IDENTITY', 'with IDENTITY', tool, 'tblastx'],
  ['threshold', 'from 0', 'greater than 0; from 10 with words of 5 or more', tool],
  ['compBasedStats', 'beside any field', 'must be none where ungappedOnly is true', tool],
  ['useSWTraceback', 'offered', 'false only', endless, 'blastx', 'tblastn'],
  ['useSWTraceback', 'beside any field', 'not with ungappedOnly, nor with matrix IDENTITY', crash],
  ['ungappedOnly', 'offered', 'false only', crash, 'rpstblastn'],
  ['seg', 'any numbers', 'window from 1, locut and hicut 0 to 1,000', tool],
  ['seg', 'meaning of a missing enabled is open', 'on', 'who gives numbers wants the filter'],
  [
    'dust',
    'any numbers',
    'level 2 to 64, window 8 to 64, linker 1 to 32',
    'BLAST+ replaces others in silence',
  ],
  [
    'dust',
    'switch enabled',
    'enable is read too, enabled is shown',
    'one published version has the other name',
  ],
  ['maxIntronLength', 'from 0', '0 only', 'BLAST+ lists the option and refuses all else', 'tblastx'],
  ['dbSoftMask', 'any text', 'number or name of a masking algorithm', 'names go to a command line'],
  ['dbHardMask', 'any text', 'number or name of a masking algorithm', 'names go to a command line'],
  ['penalty', 'up to 0', '-100 to -1', 'BLAST+ finds nothing, or crashes, with 0'],
  ['reward', 'from 0', '1 to 100', 'BLAST+ finds nothing, or crashes, with 0'],
  ['templateType', 'with any task', 'with task dc-megablast', tool],
  ['templateLength', 'with any task', 'with task dc-megablast', tool],
  ['useIndex', 'boolean', 'false only', 'databases here have no index of that kind'],
  ['indexName', 'offered', 'refused', 'it names a file on the server'],
  ['minRawGappedScore', 'any number', 'from 0', tool],
  ['offDiagonalRange', 'from 0', '0 to 1,000,000, and 0 where windowSize is 0', tool],
];

export const contractDifferences: readonly ContractDifference[] = rows.map(
  ([field, contract, here, why, ...tools]) => ({
    field,
    contract,
    here,
    why,
    ...(tools.length === 0 ? {} : { tools }),
  }),
);
