import { ensureTemporal, type TemporalRoutes } from '../../../../deploy/embedded/tools/ensure-temporal.ts';

interface Machine {
  /** Version that each path answers with; a path that is not here does not run. */
  readonly versions: Readonly<Record<string, string>>;
  readonly onPath?: string;
  readonly fetched?: string;
}

function routes(machine: Machine): TemporalRoutes {
  return {
    run: async (program) => {
      const version = machine.versions[program];
      return version === undefined
        ? { exitCode: 127, stdout: '', stderr: '' }
        : { exitCode: 0, stdout: `temporal version ${version} (Server 1.32.0, UI 2.54.1)\n`, stderr: '' };
    },
    findOnPath: () => machine.onPath,
    fetch: async () => {
      if (machine.fetched === undefined) throw new Error('No network today.');
      return machine.fetched;
    },
  };
}

async function climb(machine: Machine, configuredPath?: string) {
  const told: string[] = [];
  const ladder = { configuredPath, cacheDirectory: '/cache', onProgress: (line: string) => told.push(line) };
  return { path: await ensureTemporal(ladder, routes(machine)), told };
}

describe('ensureTemporal', () => {
  const everything = {
    versions: { '/conf': '1.9.1', '/path': '1.9.1', '/pip': '1.9.1' },
    onPath: '/path',
    fetched: '/pip',
  };
  const ladder: [string, Machine, string | undefined, string][] = [
    ['the configured tool first', everything, '/conf', '/conf'],
    ['then the one on PATH', everything, undefined, '/path'],
    ['then the one from PyPI', { ...everything, onPath: undefined as never }, undefined, '/pip'],
    [
      'PyPI when the one on PATH is too old',
      { ...everything, versions: { '/path': '1.4.9', '/pip': '1.9.1' } },
      undefined,
      '/pip',
    ],
    [
      'PyPI when the one on PATH does not run',
      { ...everything, versions: { '/pip': '1.9.1' } },
      undefined,
      '/pip',
    ],
    [
      'the oldest version that will do',
      { versions: { '/path': '1.5.0' }, onPath: '/path' },
      undefined,
      '/path',
    ],
    ['a later major version', { versions: { '/path': '2.0.0' }, onPath: '/path' }, undefined, '/path'],
  ];
  it.each(ladder)('takes %s', async (_title, machine, configured, expected) => {
    expect((await climb(machine, configured)).path).toBe(expected);
  });

  it('says which tool it passed over and why', async () => {
    const { told } = await climb({ ...everything, versions: { '/path': '1.4.9', '/pip': '1.9.1' } });
    expect(told).toEqual(['Passing over /path, which is version 1.4, older than 1.5']);
  });

  it('never replaces a configured tool that does not work by another', async () => {
    await expect(climb({ ...everything, versions: { '/path': '1.9.1' } }, '/conf')).rejects.toThrow(
      /DURABLAST_TEMPORAL_CLI is \/conf, which .* does not run here/,
    );
  });

  it('names every way to get one when none works', async () => {
    const failing = climb({ versions: {} });
    await expect(failing).rejects.toThrow(/No network today/);
    await expect(failing).rejects.toThrow(/DURABLAST_TEMPORAL_CLI=[^]*on PATH[^]*Python 3/);
  });
});
