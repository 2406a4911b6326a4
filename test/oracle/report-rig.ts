import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { formatSteps } from '../../src/report/contract.ts';
import {
  asProgramPrints,
  formatterArgs,
  mergeReports,
  prepareArchive,
  queryFiles,
  reportKey,
  type Fragment,
  type ReportKey,
} from '../../src/report/index.ts';
import type { CanonicalOptions } from '../../src/search/options.ts';
import { createToolLocator } from '../../src/adapters/process/tool-locator.ts';
import type { Program } from '../../src/search/program.ts';
import { isInRounds } from '../../src/search/rounds.ts';

const run = promisify(execFile);

export interface Query {
  readonly defline: string;
  readonly sequence: string;
}

export interface Search {
  readonly program: Program;
  readonly database: string;
  readonly options: CanonicalOptions;
  readonly batchSize: number;
  readonly queries: readonly Query[];
  /** Number of queries in each chunk. */
  readonly chunks: readonly number[];
}

interface ChunkArchive {
  readonly path: string;
  readonly queriesBefore: number;
  readonly queryCount: number;
}

/** BLAST+ in a folder of its own: the same search in one process, and in chunks through the archives and the merge. */
export class ReportRig {
  readonly folder: string;
  #files = 0;
  readonly #archives = new Map<string, Promise<readonly ChunkArchive[]>>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<ReportRig> {
    return new ReportRig(await mkdtemp(join(tmpdir(), 'durablast-report-')));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async makeDatabase(
    name: string,
    type: 'prot' | 'nucl',
    fasta: string,
    more: readonly string[] = [],
  ): Promise<void> {
    await writeFile(join(this.folder, `${name}.fasta`), fasta);
    await this.tool('makeblastdb', [
      '-in',
      `${name}.fasta`,
      '-dbtype',
      type,
      '-out',
      name,
      '-title',
      `${name} set`,
      ...more,
    ]);
  }

  async direct(search: Search, outfmt: string, more: readonly string[] = []): Promise<Buffer> {
    return await this.#search(search, search.queries, ['-outfmt', outfmt, ...more]);
  }

  /** The chunks' archives; made once for the same search. */
  async archives(search: Search): Promise<readonly ChunkArchive[]> {
    const key = JSON.stringify(search);
    const made = this.#archives.get(key) ?? this.#makeArchives(search);
    this.#archives.set(key, made);
    return await made;
  }

  async #makeArchives(search: Search): Promise<ChunkArchive[]> {
    const archives = [];
    let queriesBefore = 0;
    for (const queryCount of search.chunks) {
      const queries = search.queries.slice(queriesBefore, queriesBefore + queryCount);
      const path = this.#newFile('asn');
      await writeFile(path, await this.#search(search, queries, ['-outfmt', '11']));
      archives.push({ path, queriesBefore, queryCount });
      queriesBefore += queryCount;
    }
    if (queriesBefore !== search.queries.length) throw new Error('the chunks are not the whole query');
    return archives;
  }

  /** One archive of several, as a search makes it of those of its single sequences. */
  async joined(search: Search, archives: readonly ChunkArchive[]): Promise<ChunkArchive> {
    const path = this.#newFile('asn');
    await pipeline(Readable.from(prepared(archives, search, { outfmt: 11 })), createWriteStream(path));
    return { path, queriesBefore: 0, queryCount: search.queries.length };
  }

  /** The report as the product makes it. */
  async merged(
    search: Search,
    archives: readonly ChunkArchive[],
    outfmt: string,
    options: Record<string, string> = {},
  ): Promise<Buffer> {
    const key = reportKey(
      { jobId: 'a'.repeat(32), program: search.program, options: search.options },
      outfmt,
      options,
    );
    const args = formatterArgs(key);
    const fragments: Fragment[] = [];
    const files: Buffer[] = [];
    const inRounds = isInRounds(search.options);
    for (const { from, to } of formatSteps({ chunkCount: archives.length, inRounds })) {
      const part = archives.slice(from, to);
      const queries = {
        inRounds,
        queriesBefore: part[0]?.queriesBefore ?? 0,
        queryCount: part.reduce((sum, { queryCount }) => sum + queryCount, 0),
      };
      const archive = this.#newFile('asn');
      await pipeline(Readable.from(prepared(part, search, key)), createWriteStream(archive));
      if (!args) {
        fragments.push({ ...queries, body: readTwice(archive) });
        continue;
      }
      const folder = await this.#newFolder();
      const rendered = join(folder, 'report');
      const parameters = ['-archive', archive, '-outfmt', args.outfmt, ...args.extraArgs, '-out', rendered];
      await this.tool('blast_formatter', parameters);
      const printed = (path: string) => asProgramPrints(search, key.outfmt, readTwice(path));
      fragments.push({ ...queries, body: printed(rendered) });
      const made = await extraFiles(folder);
      for (const [index, file] of (queryFiles(key.outfmt, search, queries, made.length) ?? []).entries())
        files.push(named(file.name, await bytes(file.edit(printed(made[index] ?? '')))));
    }
    return Buffer.concat([await bytes(mergeReports(key, search, fragments)), ...files]);
  }

  /** What the formatter makes of an archive. */
  async format(archive: Buffer, outfmt: string): Promise<Buffer> {
    const [path, out] = [this.#newFile('asn'), this.#newFile('out')];
    await writeFile(path, archive);
    await this.tool('blast_formatter', ['-archive', path, '-outfmt', outfmt, '-out', out]);
    return await readFile(out);
  }

  async tool(
    program: string,
    args: readonly string[],
    environment: Record<string, string> = {},
  ): Promise<void> {
    const { path } = await createToolLocator({ path: process.env['PATH'] ?? '' }).locate(program);
    await run(path, args, { cwd: this.folder, env: this.#environment(environment), maxBuffer: 1 << 28 });
  }

  async #search(search: Search, queries: readonly Query[], more: readonly string[]): Promise<Buffer> {
    const query = this.#newFile('fasta');
    const folder = await this.#newFolder();
    const out = join(folder, 'report');
    await writeFile(query, queries.map(({ defline, sequence }) => `>${defline}\n${sequence}\n`).join(''));
    const options = Object.entries(search.options).flatMap(([name, value]) =>
      value === '' ? [`-${name}`] : [`-${name}`, value],
    );
    const args = ['-db', search.database, '-query', query, ...options, ...more, '-out', out];
    await this.tool(search.program, args, { BATCH_SIZE: String(search.batchSize) });
    const files = (await extraFiles(folder)).map(async (file) => named(basename(file), await readFile(file)));
    return Buffer.concat([await readFile(out), ...(await Promise.all(files))]);
  }

  async #newFolder(): Promise<string> {
    const folder = this.#newFile('files');
    await mkdir(folder);
    return folder;
  }

  #newFile(extension: string): string {
    this.#files += 1;
    return join(this.folder, `${String(this.#files)}.${extension}`);
  }

  #environment(more: Record<string, string>): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      LC_ALL: 'C',
      BLASTDB: this.folder,
      BLAST_USAGE_REPORT: 'false',
      ...more,
    };
  }
}

/** The files beside `report`, in the order of their numbers. */
async function extraFiles(folder: string): Promise<string[]> {
  const numberOf = (name: string) => Number(/\d+/.exec(name)?.[0]);
  const names = (await readdir(folder)).filter((name) => name !== 'report');
  return names.sort((a, b) => numberOf(a) - numberOf(b)).map((name) => join(folder, name));
}

/** A file in a report that is several files. */
function named(name: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`\n==> ${name}\n`), content]);
}

async function bytes(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

function readTwice(path: string): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => pieces(path) };
}

async function* prepared(
  archives: readonly ChunkArchive[],
  search: Search,
  key: Pick<ReportKey, 'outfmt'>,
): AsyncGenerator<Uint8Array> {
  for (const archive of archives) yield* prepareArchive(pieces(archive.path), archive, search, key);
}

/** Small and odd, so that line ends and marks fall on every kind of cut. */
async function* pieces(path: string): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(path, { highWaterMark: 4093 })) yield piece as Uint8Array;
}

/** Records of a FASTA text whose deflines may hold `>`. */
export function readQueries(fasta: string): Query[] {
  return fasta
    .slice(1)
    .split('\n>')
    .map((record) => {
      const end = record.indexOf('\n');
      return { defline: record.slice(0, end), sequence: record.slice(end).replaceAll('\n', '') };
    });
}
