import type { MaskAlgorithm } from './mask-algorithm.ts';

/** A built BLAST database as the catalogue knows it. */
export interface Database {
  /** Short name: what a request says and what is passed to `-db` (with `BLASTDB` set, never a path). */
  readonly name: string;
  readonly title: string;
  readonly moleculeType: MoleculeType;
  /** Absent where the sequences stand alone. Sequences that have profiles can also be searched as sequences. */
  readonly profiles?: ProfileKind;
  readonly sequenceCount: number;
  /** Residues or bases in all. */
  readonly letterCount: number;
  /** Volume names in order; an alias that joins other databases lists all of theirs. */
  readonly volumes: readonly string[];
  readonly sizeBytes: number;
  /** Format of the index files, 4 or 5. */
  readonly formatVersion: 4 | 5;
  /** Build date as the index header prints it. */
  readonly buildDate: string;
  /** Whether the names of the sequences are indexed, too (`makeblastdb -parse_seqids`). */
  readonly hasSequenceIds: boolean;
  /** Whether sequences can be picked by taxon: no (complete) index of taxa, an index without any taxon, or one with taxa. */
  readonly taxonomy: 'absent' | 'empty' | 'present';
  /** Masking algorithms whose intervals are stored with the sequences and that a search can use. */
  readonly masks: readonly MaskAlgorithm[];
  /**
   * Identifies this build: SHA-256 over volume names, file sizes and file contents (of a large file, samples),
   * hexadecimal. Two builds of different content differ; copies of one build agree wherever they lie.
   */
  readonly fingerprint: string;
}

/**
 * Position-specific profiles beside every sequence of a database, as `makeprofiledb` writes them: `rps` is what rpsblast
 * and rpstblastn search; `delta` holds that and the weights deltablast needs of its domain database.
 */
export type ProfileKind = 'rps' | 'delta';

export type MoleculeType = 'nucleotide' | 'protein';
