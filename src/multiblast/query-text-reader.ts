import { PlatformError } from '../errors/index.ts';
import { normaliseFasta, type FastaSummary } from '../formats/fasta-normaliser.ts';
import { programTable, type Program } from '../search/program.ts';
import { FaultList } from './query-text-faults.ts';

/** What a query may be at most, in sequences and residues; digits, white space and dashes are not counted. */
export interface QueryTextLimits {
  readonly maxSequences: number;
  readonly maxQueryResidues: number;
  /** Of one sequence, by the molecule of the queries that the program takes. */
  readonly maxSequenceResidues: Readonly<Record<'nucleotide' | 'protein', number>>;
}

/** A query text that is checked while it is read. */
export interface QueryText {
  /**
   * The normalised text, to be read once; it ends early when there are faults, and is then of no use. Memory does not
   * grow with the query. Fails as the source does.
   */
  readonly text: AsyncIterable<Uint8Array>;
  /**
   * What is wrong with the query, one sentence or two each, in the order of the text; for the key `jobConfig.query` of a
   * 422. Empty for a good query. Known when `text` has been read to its end.
   */
  faults(): readonly string[];
  /** @throws Error when there are faults, or before `text` has been read to its end */
  summary(): FastaSummary;
}

/**
 * Reads the query of a Multi-Blast job as `normaliseFasta` does, and finds all its faults instead of the first. Beyond
 * what the normaliser refuses, Multi-Blast refuses dashes in the first line of a sequence (`FirstLine` says how many),
 * several sequences of which the first has no name, and sequences that are too long; digits in a sequence are dropped.
 * The alphabet is that of the queries of the program. Lists the first 20 faults and ends there.
 * @param keepCase - lower case means masking (`lowercaseMasking`)
 */
export function readQueryText(
  source: AsyncIterable<Uint8Array>,
  wanted: { readonly program: Program; readonly keepCase: boolean; readonly limits: QueryTextLimits },
): QueryText {
  const { queryMolecule: molecule } = programTable[wanted.program];
  const list = new FaultList();
  let brokenOff: unknown;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      brokenOff = error;
      throw error;
    }
  }
  const fasta = normaliseFasta(watched(), {
    molecule,
    keepCase: wanted.keepCase,
    dropDigits: true,
    refuseDashedFirstLines: true,
    refuseUnnamedFirst: true,
    limits: {
      maxSequences: wanted.limits.maxSequences,
      maxResidues: wanted.limits.maxQueryResidues,
      maxSequenceResidues: wanted.limits.maxSequenceResidues[molecule],
    },
    onFault: (fault) => {
      if (!list.add(fault)) throw fault;
    },
  });

  async function* text(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const piece of fasta.text) if (list.isEmpty) yield piece;
    } catch (error) {
      // What the source fails with, such as a body that is cut short, is no fault of the query.
      if (error === brokenOff || !(error instanceof PlatformError)) throw error;
      list.add(error);
    }
  }

  return {
    text: text(),
    faults: () => list.messages,
    summary: () => {
      if (!list.isEmpty) throw new Error('a query with faults has no summary');
      return fasta.summary();
    },
  };
}
