import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProfileKind } from '../../src/database/database.ts';

const run = promisify(execFile);

export interface ProfileDatabase {
  readonly folder: string;
  readonly name: string;
  readonly kind: ProfileKind;
  /** A protein database in the same folder, for `BLASTDB`: relatives of the sources, which shape the profiles. */
  readonly relatives: string;
  /** FASTA records whose deflines name different sequences, as in `sp|B8G711|EFP_CHLAD`; each becomes a profile. */
  readonly sources: readonly string[];
}

/**
 * A small database of profiles made by the real tools: psiblast makes a profile of each source, makeprofiledb joins them.
 * What deltablast wants beyond that (weighted residue frequencies, independent observations) psiblast does not write, so
 * it is worked out here from the frequency ratios.
 */
export async function makeProfileDatabase(database: ProfileDatabase): Promise<void> {
  const { folder, name, kind, relatives, sources } = database;
  const tool = async (program: string, args: readonly string[]): Promise<void> => {
    const env = { PATH: process.env['PATH'], BLASTDB: folder, BLAST_USAGE_REPORT: 'false' };
    await run(program, args, { cwd: folder, env });
  };
  const files: string[] = [];
  for (const [index, source] of sources.entries()) {
    const file = `${name}-${String(index)}.smp`;
    await writeFile(join(folder, `${name}.source`), source);
    await tool('psiblast', [
      ...['-query', `${name}.source`, '-parse_deflines', '-db', relatives, '-num_iterations', '2'],
      ...['-out_pssm', file, '-save_pssm_after_last_round', '-out', `${name}.unread`],
    ]);
    const path = join(folder, file);
    if (kind === 'delta') await writeFile(path, withObservations(await readFile(path, 'utf8')));
    files.push(file);
  }
  await writeFile(join(folder, `${name}.pn`), files.map((file) => `${file}\n`).join(''));
  const delta = ['-dbtype', 'delta', '-exclude_invalid', 'false'];
  await tool('makeprofiledb', [
    ...['-in', `${name}.pn`, '-out', name, '-title', `${name} of ${String(files.length)}`],
    ...(kind === 'delta' ? delta : []),
  ]);
}

/** Order of residues in a profile, and how common each is (Robinson and Robinson, as BLAST uses them). */
const residues = '-ABCDEFGHIKLMNPQRSTVWXYZU*OJ';
const background: Readonly<Record<string, number>> = {
  ...{ A: 0.07805, C: 0.01925, D: 0.05364, E: 0.06295, F: 0.03856, G: 0.07377, H: 0.02199 },
  ...{ I: 0.05142, K: 0.05744, L: 0.09019, M: 0.02243, N: 0.04487, P: 0.05203, Q: 0.04264 },
  ...{ R: 0.05129, S: 0.0712, T: 0.05841, V: 0.06441, W: 0.0133, Y: 0.03216 },
};

function withObservations(profile: string): string {
  const match = / {6}freqRatios \{([^]*?)\n {6}\}/.exec(profile);
  const ratios = Array.from(match?.[1]?.matchAll(/\{ (\d+), 10, (-?\d+) \}/g) ?? []).map(
    ([, digits, exponent]) => Number(`${digits ?? ''}e${exponent ?? ''}`),
  );
  const columns = ratios.length / residues.length;
  const frequencies = Array.from({ length: columns }, (_, column) => {
    const weights = Array.from(residues, (residue, index) => {
      return (ratios[column * residues.length + index] ?? 0) * (background[residue] ?? 0);
    });
    const sum = weights.reduce((one, other) => one + other, 0);
    return weights.map((weight) => `{ ${String(Math.round((weight / sum || 0) * 1e12))}, 10, -12 }`);
  });
  const observations = Array.from({ length: columns }, () => '{ 1, 10, 1 }');
  return profile.replace(
    match?.[0] ?? '',
    (kept) =>
      `      weightedResFreqsPerPos { ${frequencies.flat().join(', ')} },\n` +
      `${kept},\n      numIndeptObsr { ${observations.join(', ')} }`,
  );
}
