import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parseBlastConfig } from '../../src/multiblast/parse-blast-config.ts';
import { programs, type Program } from '../../src/search/program.ts';
import { searchArgv } from '../../src/search/search-argv.ts';
import { OptionsRig, twoAtATime } from './options-rig.ts';
import { randomBlastConfig, type Json } from '../support/random-blast-config.ts';
import { seeded } from '../support/seeded.ts';

// Generous: the tools share the machine with whatever else runs.
jest.setTimeout(180_000);

const configurationsPerTool = 6;
const seed = 20_241_030;

describe('random configurations of the Multi-Blast contract', () => {
  let rig: OptionsRig;
  beforeAll(async () => {
    rig = await OptionsRig.create();
  });
  afterAll(async () => {
    await rig.remove();
  });

  async function complaint(program: Program, config: Json): Promise<string | undefined> {
    const parsed = parseBlastConfig(config);
    if ('errors' in parsed) return JSON.stringify(parsed.errors);
    const { task, options } = parsed.options;
    const databases = [OptionsRig.databaseOf(program)];
    const argv = searchArgv({ program, task, options, databases });
    const { exitCode, stderr } = await rig.search(program, argv);
    if (exitCode === 0 && !/error/i.test(stderr)) return undefined;
    return `${JSON.stringify(config)}: exit ${String(exitCode)} ${stderr.slice(0, 300)}`;
  }

  it.each(programs)('that we take are taken by %s', async (program) => {
    const random = seeded(seed + programs.indexOf(program));
    const draw = (): Json => randomBlastConfig(program, random, { withMasks: false });
    const configs = Array.from({ length: configurationsPerTool }, draw);
    const complaints = await twoAtATime(configs, (config) => complaint(program, config));
    expect(complaints.filter((text) => text !== undefined)).toEqual([]);
  });
});
