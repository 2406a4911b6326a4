/** A query as an archive shows it. */
export interface ArchivedQuery {
  readonly title: string;
  /** Names of subjects, an alignment each. */
  readonly hits?: readonly string[];
  /** Where masked intervals begin: for each a list of its own, as for the frames of a translated query. */
  readonly masks?: readonly number[];
  /** The same of lower-case letters, which are among the options. */
  readonly lowerCase?: readonly number[];
}

/** An archive in the layout of BLAST+ 2.12.0 (outfmt 11); quotation marks in titles are doubled by the caller. */
export function printArchive(queries: readonly ArchivedQuery[], queriesBefore = 0): string {
  const numbered = queries.map((query, index) => ({
    ...query,
    id: `local str "Query_${String(queriesBefore + index + 1)}"`,
  }));
  const alignments = numbered.flatMap(({ id, hits = [] }) => hits.map((hit) => alignment(id, hit)));
  const masks = numbered.flatMap(({ id, masks: starts = [] }) => starts.map((from) => mask(id, from)));
  const lowerCase = numbered.flatMap(({ id, lowerCase: starts = [] }) =>
    starts.map((from) => lowerCaseMask(id, from)),
  );
  return `Blast4-archive ::= {
  request {
    ident "2.12.0+",
    body queue-search {
      program "blastp",
      queries bioseq-set {
        seq-set {
${numbered.map(sequence).join(',\n')}
        }
      },
      subject database "db",
      algorithm-options {
        {
          name "HitlistSize",
          value integer 5
        }
      },
      program-options {
${listed(lowerCase)}      }
    }
  },
  results {
    alignments {
${listed(alignments)}    },
    masks {
${listed(masks)}    },
    search-stats {
      "Length adjustment: 58"
    }
  }
}
`;
}

function listed(elements: readonly string[]): string {
  return elements.length === 0 ? '' : `${elements.join(',\n')}\n`;
}

function sequence({ id, title }: ArchivedQuery & { readonly id: string }): string {
  return `          seq {
            id {
              ${id}
            },
            descr {
              title "${title}"
            },
            inst {
              mol aa
            }
          }`;
}

function alignment(id: string, hit: string): string {
  return `      {
        type partial,
        segs denseg {
          ids {
            ${id},
            local str "${hit}"
          },
          starts {
            0
          }
        }
      }`;
}

function mask(id: string, from: number): string {
  return `      {
        locations {
          packed-int {
            {
              from ${String(from)},
              to ${String(from + 9)},
              id ${id}
            }
          }
        },
        frame plus1
      }`;
}

function lowerCaseMask(id: string, from: number): string {
  const value = mask(id, from).replace('{', 'value query-mask {').replaceAll(/^/gm, '    ');
  return `        {\n          name "LCaseMask",\n${value}\n        }`;
}
