import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { PlatformError } from '../../src/errors/index.ts';
import { programTable } from '../../src/search/program.ts';
import { firstSequence, oddFastas, type OddFasta } from '../support/odd-fasta.ts';
import { useTemporaryFolders } from '../src/adapters/process/temporary-folder.ts';
import { inPieces, normalised } from '../src/formats/fasta-text.ts';

const temporaryFolder = useTemporaryFolders();
let folder = '';

beforeAll(async () => {
  folder = await temporaryFolder('odd-fasta');
  for (const fixture of ['proteins', 'nucleotides'] as const) {
    await writeFile(join(folder, `${fixture}.fasta`), `>subject\n${await firstSequence(fixture)}\n`);
  }
});

async function search(odd: OddFasta, bytes: Uint8Array | string) {
  await writeFile(join(folder, 'query'), bytes);
  const subject = odd.program === 'blastn' ? 'nucleotides.fasta' : 'proteins.fasta';
  const options = Object.entries(odd.options ?? {}).flatMap(([name, value]) =>
    value === '' ? [`-${name}`] : [`-${name}`, value],
  );
  const columns = ['-outfmt', '6 sseqid qstart qend sstart send score', '-seg', 'no'];
  const { exitCode, stdout, stderr } = await execa(
    odd.program,
    [
      ...['-query', 'query', '-subject', subject, '-evalue', '1000', ...options],
      ...(odd.program === 'blastn' ? columns.slice(0, 2) : columns),
    ],
    { cwd: folder, reject: false, env: { BLAST_USAGE_REPORT: 'false' } },
  );
  const outcome = exitCode !== 0 ? 'fails' : stderr === '' ? 'silent' : 'warns';
  return { outcome, rows: stdout };
}

async function ours(odd: OddFasta, bytes: Uint8Array): Promise<{ here: string; text: string }> {
  const rules = {
    molecule: programTable[odd.program].queryMolecule,
    keepCase: odd.options?.['lcase_masking'] !== undefined,
  };
  try {
    return { here: 'accepted', text: (await normalised(inPieces(bytes), rules)).text };
  } catch (error) {
    if (error instanceof PlatformError) return { here: error.code, text: '' };
    throw error;
  }
}

/** Too large to be kept; the limits that a server sets are tried in `test/api`. */
const largeCases: readonly (readonly [string, OddFasta['tool'], (sequence: string) => string])[] = [
  ['a name of 1 MB', 'warns', (sequence) => `>${'n'.repeat(1 << 20)}\n${sequence}\n`],
  ['a title of 1 MB', 'silent', (sequence) => `>a ${'7 '.repeat((1 << 19) - 2)}\n${sequence}\n`],
  ['a million residues', 'silent', (sequence) => `>a\n${sequence.repeat(1e6 / sequence.length)}\n`],
];

it.each(largeCases)('blastp on %s: BLAST+ %s, and finds here what it finds', async (title, tool, text) => {
  const odd: OddFasta = { title, program: 'blastp', tool, here: 'accepted', why: '' };
  const bytes = Buffer.from(text(await firstSequence('proteins')));
  const [direct, mine] = [await search(odd, bytes), await ours(odd, bytes)];
  expect({ tool: direct.outcome, here: mine.here }).toEqual({ tool, here: 'accepted' });
  expect(direct.rows).not.toBe('');
  expect((await search(odd, mine.text)).rows === direct.rows).toBe(true);
});

it.each(await oddFastas())('$program on $title: BLAST+ $tool, here $here', async ({ bytes, ...odd }) => {
  const [direct, mine] = [await search(odd, bytes), await ours(odd, bytes)];
  const sameRows = mine.here === 'accepted' && (await search(odd, mine.text)).rows === direct.rows;
  const otherRows = mine.here === 'accepted' && !sameRows;
  expect({ tool: direct.outcome, here: mine.here, otherRows }).toEqual({
    tool: odd.tool,
    here: odd.here,
    otherRows: odd.otherRows ?? false,
  });
});
