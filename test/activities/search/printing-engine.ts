import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textOf } from '../../src/formats/fasta-text.ts';
import { printArchive } from '../../support/printed-archive.ts';
import { toolRun, type FakeEngine } from '../activity-world.ts';

/** Lets the engine write archives in BLAST's own layout: each sequence finds what bears its name. */
export function printArchives(engine: FakeEngine): void {
  engine.searchChunk = async ({ fasta, scratchDirectory }) => {
    engine.searches += 1;
    const path = join(scratchDirectory, 'archive.asn');
    await writeFile(path, archiveOf(await textOf(fasta)));
    return { path, run: toolRun, stderr: engine.says };
  };
}

/** The archive of the sequences of a FASTA text. */
export function archiveOf(fasta: string, queriesBefore = 0): string {
  const names = [...fasta.matchAll(/^>(\S+)/gm)].map(([, name]) => String(name));
  return printArchive(
    names.map((name) => ({ title: name, hits: [`hit of ${name}`] })),
    queriesBefore,
  );
}
