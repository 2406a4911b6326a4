import { cp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { createBlastDatabaseCatalogue } from '../../src/adapters/filesystem/blast-database-catalogue.ts';
import { once } from '../../src/adapters/filesystem/blast-database-look.ts';
import { createCommandRunner } from '../../src/adapters/process/command-runner.ts';
import { createLocalSearchEngine } from '../../src/adapters/process/local-search-engine.ts';
import { createToolLocator } from '../../src/adapters/process/tool-locator.ts';
import type { Program } from '../../src/search/program.ts';
import { blastTool, makeDatabase, randomFasta } from './blast-fixtures.ts';

const proteins = randomFasta({ moleculeType: 'protein', count: 30, length: 150, seed: 31 });
const moreProteins = randomFasta({ moleculeType: 'protein', count: 20, length: 150, seed: 32, prefix: 'm' });
const genes = randomFasta({ moleculeType: 'nucleotide', count: 20, length: 500, seed: 33 });
/** Above one million residues: two of the smallest volumes that -max_file_sz allows. */
const many = randomFasta({ moleculeType: 'protein', count: 1_400, length: 800, seed: 34, prefix: 'v' });

/** One sequence of each database, with a stretch that masks hide. */
export const queries = {
  protein: [proteins, moreProteins].map((fasta) => fasta.split(/(?=^>)/m)[4] ?? '').join(''),
  nucleotide: genes.split(/(?=^>)/m)[4] ?? '',
} as const;

/** Human, mouse and Escherichia coli in turn; the long database has more taxa than one page of an index holds. */
const taxids = [9606, 10090, 562];
const taxidOf = (name: string, at: number): number | undefined =>
  name === 'many' && at % 4 === 3 ? 100_000 + at : taxids[at % 3];

/** Databases with and without taxa and masks, of both formats, alone and joined. */
export async function fillWithTaxaAndMasks(folder: string): Promise<void> {
  const tool = (name: string, ...args: string[]) => blastTool(folder, name, args);
  const fastas = { proteins, more: moreProteins, genes, many };
  for (const [name, fasta] of Object.entries(fastas)) {
    const ids = [...fasta.matchAll(/^>(\S+)/gm)].map(([, id]) => id);
    await writeFile(join(folder, `${name}.fa`), fasta);
    await writeFile(join(folder, `${name}.soft.fa`), fasta.replace(/^[A-Z]{100}/gm, lowerCase));
    await writeFile(
      join(folder, `${name}.taxa`),
      ids.map((id, at) => `${id} ${taxidOf(name, at)}\n`).join(''),
    );
    const masker = name === 'genes' ? 'dustmasker' : 'segmasker';
    const maskinfo = ['-parse_seqids', '-outfmt', 'maskinfo_asn1_bin'];
    await tool(masker, '-in', `${name}.fa`, ...maskinfo, '-out', `${name}.low`);
    await tool(
      'convert2blastmask',
      ...['-in', `${name}.soft.fa`, '-masking_algorithm', 'repeat', '-masking_options', 'first: 100'],
      ...[...maskinfo, '-out', `${name}.soft`],
    );
  }
  await tool('segmasker', '-in', 'more.fa', '-window', '10', ...asMasks, '-out', 'more.window');
  const make = async (
    name: string,
    source: keyof typeof fastas,
    formatVersion: 4 | 5,
    ...extraArgs: string[]
  ) =>
    await makeDatabase({
      folder,
      name,
      formatVersion,
      moleculeType: source === 'genes' ? 'nucleotide' : 'protein',
      fasta: fastas[source],
      extraArgs: ['-parse_seqids', ...extraArgs],
    });
  const masks = (data: string, ids?: string, about = ids) => [
    ...['-mask_data', data],
    ...(ids === undefined ? [] : ['-mask_id', ids, '-mask_desc', about ?? '']),
  ];
  const both = masks('proteins.low,proteins.soft', 'seg,mine');
  for (const format of [4, 5] as const) {
    await make(`taxa${format}`, 'proteins', format, '-taxid_map', 'proteins.taxa', ...both);
    await make(`plain${format}`, 'proteins', format);
    await make(`numbered${format}`, 'proteins', format, ...masks('proteins.low,proteins.soft'));
    await make(`genes${format}`, 'genes', format, '-taxid', '562', ...masks('genes.low,genes.soft'));
  }
  await make('more', 'more', 5, '-taxid', '10116', ...masks('more.low,more.window', 'seg,window'));
  await make(
    'clash',
    'more',
    5,
    ...masks('more.window,more.soft', 'other,mine', 'another,text of any length'),
  );
  await make('segged', 'more', 5, ...masks('more.low', 'seg'));
  await make('clashing', 'more', 5, ...masks('more.window'));
  await make(
    ...(['volumes', 'many', 5, '-taxid_map', 'many.taxa', '-max_file_sz', '1MB'] as const),
    ...masks('many.low,many.soft', 'seg,mine'),
  );
  const alias = (title: string, ...args: string[]) =>
    tool('blastdb_aliastool', ...args, '-dbtype', 'prot', '-out', title, '-title', title);
  await alias('joined', '-dblist', 'taxa5 more');
  await alias('halfmasked', '-dblist', 'taxa5 plain5');
  await alias('partly', '-dblist', 'taxa5 segged');
  await alias('clashes', '-dblist', 'taxa5 clash');
  await alias('numbers', '-dblist', 'numbered5 clashing');
  await writeFile(join(folder, 'human.txt'), '9606\n');
  await alias('human', '-db', 'taxa5', '-taxidlist', 'human.txt');
}

const asMasks = ['-parse_seqids', '-outfmt', 'maskinfo_asn1_bin'];
const lowerCase = (residues: string): string => residues.toLowerCase();

type DirectSearch = (
  program: Program,
  databases: string,
  options: Readonly<Record<string, string>>,
  query: string,
) => Promise<DirectRun>;

export interface DirectRun {
  readonly exitCode: number | undefined;
  readonly rows: string;
  readonly stderr: string;
}

const columns = '6 qseqid sseqid qstart qend sstart send evalue score staxid staxids';

/** The real tool, and our catalogue and engine, on the databases of a folder. */
export function taxonomyRig(folder: string) {
  const catalogue = createBlastDatabaseCatalogue({ directory: folder });
  const engine = createLocalSearchEngine({
    runner: createCommandRunner({ path: process.env['PATH'] ?? '', home: '/', temporaryDirectory: tmpdir() }),
    tools: createToolLocator({ path: process.env['PATH'] ?? '' }),
    catalogue,
    databaseDirectories: [folder],
  });
  const runs = new Map<string, Promise<DirectRun>>();
  const direct: DirectSearch = (...search) => once(runs, JSON.stringify(search), () => run(...search));
  const run: DirectSearch = async (program, databases, options, query) => {
    const args = Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]);
    const { exitCode, stdout, stderr } = await execa(
      program,
      ['-db', databases, '-task', program, ...args, '-outfmt', columns],
      {
        input: query,
        reject: false,
        // A folder without databases: BLAST+ looks into the working directory first.
        cwd: '/',
        env: { BLASTDB: folder, BLAST_USAGE_REPORT: 'false' },
      },
    );
    return { exitCode, rows: stdout, stderr };
  };
  return { catalogue, engine, direct, columns };
}

/** A copy of one database without one of its files. */
export async function copyWithout(from: string, to: string, database: string, part: string): Promise<void> {
  await cp(from, to, { recursive: true, filter: (path) => path === from || path.includes(`/${database}.`) });
  await rm(join(to, `${database}.${part}`));
}
