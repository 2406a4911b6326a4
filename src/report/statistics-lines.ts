import type { CanonicalOptions } from '../search/options.ts';
import type { Program } from '../search/program.ts';
import { bytesOf, startsWith, textOf } from './line-bytes.ts';
import { scoringParameters } from './scoring-parameters.ts';
import { lengthAdjustment, searchSpace, type SearchSizes } from './search-space.ts';

/** What a report needs to know of the search for the statistics of its queries. */
export interface SearchedAs {
  readonly program: Program;
  readonly options: CanonicalOptions;
}

const lineNames = [
  'matrix',
  'reward',
  'penalty',
  'gapOpen',
  'gapExtend',
  'queryLength',
  'databaseSequences',
  'databaseLength',
  'lengthAdjustment',
  'searchSpace',
] as const;
type LineName = (typeof lineNames)[number];

/** How the lines begin that say what follows from a query's length, and what that follows from. */
export type StatisticsShape = Readonly<Record<LineName, Uint8Array>>;

/** @param prefixes - in the order of the names above */
export function statisticsShape(...prefixes: readonly string[]): StatisticsShape {
  const entries = lineNames.map((name, index) => [name, bytesOf(prefixes[index] ?? '')] as const);
  return Object.fromEntries(entries) as StatisticsShape;
}

/**
 * Gives each query its own length adjustment and search space (`hsp-len` and `eff-space`): an archive keeps those of its
 * first query for all. Queries of a search that these cannot be computed for keep what the formatter prints.
 */
export class StatisticsLines {
  readonly #lines: readonly (readonly [LineName, Uint8Array])[];
  readonly #search: SearchedAs;
  readonly #read = new Map<LineName, string>();

  constructor(shape: StatisticsShape, search: SearchedAs) {
    this.#lines = isComputable(search) ? lineNames.map((name) => [name, shape[name]] as const) : [];
    this.#search = search;
  }

  edit(bytes: Uint8Array, start: number, end: number): true | Uint8Array {
    for (const [name, prefix] of this.#lines) {
      if (!startsWith(bytes, start, end, prefix)) continue;
      const rest = textOf(bytes, start + prefix.length, end);
      this.#read.set(name, /^-?\w+/.exec(rest)?.[0] ?? '');
      const value = name === 'lengthAdjustment' || name === 'searchSpace' ? this.#own(name) : undefined;
      if (value === undefined) return true;
      return bytesOf(textOf(prefix, 0, prefix.length) + rest.replace(/^-?\d+/, value));
    }
    return true;
  }

  #own(name: 'lengthAdjustment' | 'searchSpace'): string | undefined {
    const matrix = this.#read.get('matrix');
    const scoring = scoringParameters({
      ...(matrix === undefined ? {} : { matrix }),
      reward: this.#number('reward'),
      penalty: this.#number('penalty'),
      gapOpen: this.#number('gapOpen'),
      gapExtend: this.#number('gapExtend'),
    });
    if (!scoring) return undefined;
    const sizes = this.#sizes();
    const adjustment = lengthAdjustment(scoring, sizes);
    if (name === 'lengthAdjustment') return String(adjustment);
    return this.#search.options['searchsp'] === undefined
      ? String(searchSpace(sizes, adjustment))
      : undefined;
  }

  #sizes(): SearchSizes {
    const { program, options } = this.#search;
    const databaseLength = Number(options['dbsize'] ?? this.#number('databaseLength'));
    const queryLength = searchedLength(this.#number('queryLength'), options['query_loc']);
    return {
      queryLength: program === 'blastx' ? Math.floor(queryLength / 3) : queryLength,
      databaseLength: program === 'tblastn' ? Math.floor(databaseLength / 3) : databaseLength,
      databaseSequences: this.#number('databaseSequences'),
    };
  }

  #number(name: LineName): number {
    return Number(this.#read.get(name) ?? 0);
  }
}

const computable: readonly Program[] = ['blastp', 'blastn', 'blastx', 'tblastn'];

function isComputable({ program, options }: SearchedAs): boolean {
  return computable.includes(program) && !('ungapped' in options);
}

/** Of a query of which only a part is searched (`query_loc`, 1-based and inclusive), that part. */
function searchedLength(length: number, location: string | undefined): number {
  const [from = 1, to = length] = location === undefined ? [] : location.split('-').map(Number);
  return Math.min(to, length) - from + 1;
}
