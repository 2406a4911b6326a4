import { normaliseFasta } from '../../src/formats/fasta-normaliser.ts';
import { readSequenceSpans } from '../../src/formats/fasta-spans.ts';
import { cutterOf } from '../../src/search/cutter-of.ts';
import type { SplittingRule } from '../../src/search/exactness.ts';
import type { CanonicalOptions } from '../../src/search/options.ts';
import { planChunks } from '../../src/search/plan-chunks.ts';
import type { PlannedChunk } from '../../src/search/plan.ts';
import { programTable, type Program } from '../../src/search/program.ts';

/** A query as it is stored. */
export async function normalisedQuery(program: Program, fasta: string, keepCase: boolean): Promise<string> {
  const molecule = programTable[program].queryMolecule;
  const pieces: Uint8Array[] = [];
  for await (const piece of normaliseFasta(once(Buffer.from(fasta)), { molecule, keepCase }).text)
    pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** The chunks that the product makes of a normalised query; their keys are the digests of their texts. */
export async function planOf(
  normalised: string,
  rule: SplittingRule,
  options: CanonicalOptions,
): Promise<PlannedChunk[]> {
  const text = Buffer.from(normalised);
  let totalResidues = 0;
  for await (const { residueCount } of readSequenceSpans(once(text))) totalResidues += residueCount;
  const rules = { cutter: cutterOf(rule, totalResidues, options), chunkKeyOf: (digest: string) => digest };
  const chunks: PlannedChunk[] = [];
  for await (const chunk of planChunks(readSequenceSpans(once(text)), rules)) chunks.push(chunk);
  return chunks;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
