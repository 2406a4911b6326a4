import { ensureBlast, type BlastRoutes } from '../../../../deploy/embedded/tools/ensure-blast.ts';

interface Machine {
  readonly programs: Set<string>;
  readonly isRoot?: boolean;
  /** Exit codes by the command's first words; 0 where none is given. */
  readonly failing?: readonly string[];
  /** Command after which BLAST+ is there. */
  readonly installedBy?: string;
}

const blast = [
  'blastn',
  'blastp',
  'blastx',
  'tblastn',
  'tblastx',
  'psiblast',
  'deltablast',
  'rpsblast+',
  'rpstblastn',
  'blast_formatter',
  'blastdbcmd',
  'makeblastdb',
];

function machine({ programs, isRoot = false, failing = [], installedBy }: Machine) {
  const commands: string[] = [];
  const routes: BlastRoutes = {
    isRoot,
    findOnPath: (program) => (programs.has(program) ? `/usr/bin/${program}` : undefined),
    isExecutable: (path) => path.startsWith('/opt/blast/'),
    run: async (program, args) => {
      const command = [program, ...args].join(' ');
      commands.push(command);
      if (command === installedBy && commands.includes('apt-get -q update'))
        for (const one of blast) programs.add(one);
      if (command === installedBy && failing.length === 0) for (const one of blast) programs.add(one);
      const hasFailed = failing.includes(command) && !commands.includes('apt-get -q update');
      return { exitCode: hasFailed ? 100 : 0, stdout: '', stderr: '' };
    },
  };
  return { routes, commands };
}

const install = 'apt-get -q install -y --no-install-recommends ncbi-blast+';
const quiet = { onProgress: () => undefined };

describe('ensureBlast', () => {
  it('runs nothing when all programs are on PATH', async () => {
    const { routes, commands } = machine({ programs: new Set([...blast, 'apt-get']) });
    await ensureBlast(quiet, routes);
    expect(commands).toEqual([]);
  });

  it('takes the configured folder and looks nowhere else', async () => {
    const { routes } = machine({ programs: new Set(blast) });
    await ensureBlast({ ...quiet, configuredDirectory: '/opt/blast' }, routes);
    const wrong = ensureBlast({ ...quiet, configuredDirectory: '/opt/other' }, routes);
    await expect(wrong).rejects.toThrow(
      'DURABLAST_BLAST_DIR is /opt/other, which does not hold blastn, blastp',
    );
  });

  it('installs with apt-get as root, and tells it in one line', async () => {
    const told: string[] = [];
    const { routes, commands } = machine({
      programs: new Set(['apt-get']),
      isRoot: true,
      installedBy: install,
    });
    await ensureBlast({ onProgress: (line) => told.push(line) }, routes);
    expect(commands).toEqual([install]);
    expect(told).toHaveLength(1);
  });

  it('updates the package lists when the first install fails', async () => {
    const { routes, commands } = machine({
      programs: new Set(['apt-get']),
      isRoot: true,
      failing: [install],
      installedBy: install,
    });
    await ensureBlast(quiet, routes);
    expect(commands).toEqual([install, 'apt-get -q update', install]);
  });

  it('uses sudo only where it needs no password', async () => {
    const withSudo = machine({ programs: new Set(['apt-get', 'sudo']), installedBy: `sudo -n ${install}` });
    await ensureBlast(quiet, withSudo.routes);
    expect(withSudo.commands).toEqual(['sudo -n true', `sudo -n ${install}`]);
    const asking = machine({ programs: new Set(['apt-get', 'sudo']), failing: ['sudo -n true'] });
    await expect(ensureBlast(quiet, asking.routes)).rejects.toThrow('Install it with one of');
    expect(asking.commands).toEqual(['sudo -n true']);
  });

  it('tells people without apt-get what to do', async () => {
    const { routes, commands } = machine({ programs: new Set(['blastp']), isRoot: true });
    const failing = ensureBlast(quiet, routes);
    await expect(failing).rejects.toThrow(
      /not on PATH: blastn, blastx[^]*apt-get[^]*conda[^]*brew[^]*DURABLAST_BLAST_DIR/,
    );
    expect(commands).toEqual([]);
  });
});
