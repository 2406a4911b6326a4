import { z } from 'zod';

const tools = [
  'blastn',
  'blastp',
  'blastx',
  'tblastn',
  'tblastx',
  'psiblast',
  'deltablast',
  'rpsblast',
  'rpstblastn',
] as const;
type Tool = (typeof tools)[number];
const [n, p, x, tn, tx, psi, del, rps, rtn] = tools;
const allBut = (left: Tool): Tool[] => tools.filter((tool) => tool !== left);
const proteinScored = [p, x, tn, tx, psi, del];

const number = z.number();
const integer = z.int();
const count = integer.min(0);
const oneOf = (...words: string[]): z.ZodType => z.enum(words);
const task = (tool: Tool): z.ZodType => oneOf(tool, `${tool}-fast`);
const composition = oneOf(
  'none',
  'comp-based-stats',
  'comp-based-score-adjustment-conditional',
  'comp-based-score-adjustment-unconditional',
);
const seg = { enabled: z.boolean(), window: integer, locut: number, hicut: number };
const dust = { enabled: z.boolean(), level: integer, window: integer, linker: integer };
const matrices = ['BLOSUM45', 'BLOSUM50', 'BLOSUM62', 'BLOSUM80', 'BLOSUM90', 'PAM30', 'PAM70', 'PAM250'];
const betweenZeroAndHalf = number.gt(0).lt(0.5);
const geneticCode = integer.min(1).max(33);

type Row = readonly [name: string, schema: z.ZodType, owners?: readonly Tool[]];

/**
 * The published fields; those without owners are everybody's. Unlike published, `dbSize` and `searchSpace` have BLAST's
 * 8 bytes instead of 8 bits, and `maxTargetSequences` starts at 1, as in upstream's code.
 */
const rows: readonly Row[] = [
  ['queryLocation', z.strictObject({ start: count, stop: count })],
  ['eValue', z.string().regex(/^\d+(\.\d+)?(e[-+]?\d+)?$/i)],
  ['softMasking', z.boolean()],
  ['lowercaseMasking', z.boolean()],
  ['parseDefLines', z.boolean()],
  ['queryCoverageHSPPercent', number.min(0).max(100)],
  ['maxHSPs', integer.min(1)],
  ['maxTargetSequences', integer.min(1)],
  ['dbSize', integer],
  ['searchSpace', count],
  ['xDropoffUngapped', number],
  ['windowSize', count],
  ['strand', oneOf('both', 'plus', 'minus'), [n, x, tx, rtn]],
  ['task', oneOf('megablast', 'blastn', 'blastn-short', 'dc-megablast', 'rmblastn'), [n]],
  ['task', oneOf('blastp', 'blastp-fast', 'blastp-short'), [p]],
  ['task', task(x), [x]],
  ['task', task(tn), [tn]],
  ['wordSize', integer.min(4), [n]],
  ['wordSize', integer.min(2), proteinScored],
  ['gapOpen', integer, [n, p, x, tn, psi, del]],
  ['gapExtend', integer, [n, p, x, tn, psi, del]],
  ['matrix', oneOf(...matrices, 'IDENTITY'), [p, tn]],
  ['matrix', oneOf(...matrices), [x, tx, psi, del]],
  ['threshold', number.min(0), proteinScored],
  ['compBasedStats', composition, [p, x, tn, psi]],
  ['compBasedStats', oneOf('none', 'comp-based-stats'), [del, rtn]],
  ['compBasedStats', oneOf('simplified', 'comp-based-stats'), [rps]],
  ['seg', z.strictObject(seg).partial(), allBut(n)],
  ['dust', z.strictObject(dust).partial(), [n]],
  ['queryGenCode', geneticCode, [x, tx, rtn]],
  ['dbGenCode', geneticCode, [tn, tx]],
  ['maxIntronLength', count, [x, tn, tx]],
  ['dbSoftMask', z.string(), [n, p, x, tn, tx]],
  ['dbHardMask', z.string(), [n, p, x, tn, tx]],
  ['cullingLimit', count, allBut(rtn)],
  ['bestHitOverhang', betweenZeroAndHalf, allBut(rtn)],
  ['bestHitScoreEdge', betweenZeroAndHalf, allBut(rtn)],
  ['subjectBestHit', z.boolean(), allBut(rtn)],
  ['sumStats', z.boolean(), allBut(p)],
  ['xDropoffPrelimGapped', number],
  ['xDropoffFinalGapped', number],
  ['ungappedOnly', z.boolean(), [n, p, x, tn, rtn]],
  ['useSWTraceback', z.boolean(), [p, x, tn, psi, del, rps, rtn]],
  ['gapTrigger', number, [psi, del]],
  ['penalty', integer.max(0), [n]],
  ['reward', count, [n]],
  ['percentIdentity', number.min(0).max(100), [n]],
  ['templateType', oneOf('coding', 'coding-and-optimal', 'optimal'), [n]],
  ['templateLength', z.literal([16, 18, 21]), [n]],
  ['useIndex', z.boolean(), [n]],
  ['indexName', z.string().min(1), [n]],
  ['nonGreedy', z.boolean(), [n]],
  ['minRawGappedScore', integer, [n]],
  ['offDiagonalRange', count, [n]],
];

function configOf(tool: Tool): z.ZodObject<{ tool: z.ZodLiteral<Tool> }, z.core.$strict> {
  const own = rows.filter(([, , owners = tools]) => owners.includes(tool));
  const fields = Object.fromEntries(own.map(([name, schema]) => [name, schema.optional()]));
  return z.strictObject({ ...fields, tool: z.literal(tool) });
}

const [first, ...others] = tools;
/** The `blastConfig` of a query job, as details show it. */
export const blastConfigSchema = z.discriminatedUnion('tool', [configOf(first), ...others.map(configOf)]);
