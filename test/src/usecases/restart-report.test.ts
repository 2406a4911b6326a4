import { submit } from '../../support/api/requests.ts';
import { followSuperseded } from '../../../src/usecases/follow-superseded.ts';
import { restartReport } from '../../../src/usecases/restart-report.ts';
import { submitReport, type WantedReport } from '../../../src/usecases/submit-report.ts';
import { faultAt, losses } from '../../support/fakes/fault-at.ts';
import { one } from '../../api/query-service/query-world.ts';
import { atOnce, createRestartWorld, turn, type RestartWorld } from './restart-world.ts';

const tabular: WantedReport = { outfmt: '6', options: {} };

let world: RestartWorld;
let searchId: string;
let reportId: string;
const restart = (id = reportId) => restartReport(world.deps, id, turn);
const reportOf = async (id: string, wanted = tabular) =>
  (await submitReport(world.deps, id, wanted, turn)).record.id;

/** A query and a report of it: both have expired. */
async function createExpiredReport(wanted = tabular): Promise<void> {
  world = createRestartWorld();
  searchId = await world.ask(one, { maxTargetSequences: 77, parseDefLines: true });
  await world.finish(searchId);
  reportId = await reportOf(searchId, wanted);
  await world.expire(reportId);
  await world.expire(searchId);
}
beforeEach(() => createExpiredReport());

const startedKinds = () => world.launcher.started.slice(2).map(({ kind }) => kind);

describe('a report whose search can be computed as it was', () => {
  it('is made again after its search: one run of each, however many ask', async () => {
    expect(await atOnce(restart)).toEqual(new Set([reportId]));
    expect(startedKinds()).toEqual(['search', 'report']);
  });

  it('is made again alone when its search has results, whatever is at the site now', async () => {
    await restart();
    await world.finish(searchId);
    await world.expire(reportId);
    world.site.build = 69;
    expect((await restart()).record.id).toBe(reportId);
    expect([searchId, reportId].map(world.runsOf)).toEqual([2, 3]);
  });

  it('that has results is left alone, and so is its search', async () => {
    await restart();
    await world.finish(reportId);
    await world.expire(searchId);
    expect(await restart()).toMatchObject({ record: { id: reportId }, disposition: 'completed' });
    expect([searchId, reportId].map(world.runsOf)).toEqual([2, 2]);
  });

  it('of a search without a scope is made again as it is', async () => {
    const { job } = await submit(world.app);
    await world.expire(job.id);
    await world.expire(job.report_id);
    world.site.fingerprint = 'd'.repeat(64);
    expect((await restart(job.report_id)).record.id).toBe(job.report_id);
    expect([job.id, job.report_id].map(world.runsOf)).toEqual([2, 2]);
  });
});

describe('a report whose search another one has superseded', () => {
  it.each<WantedReport>([
    tabular,
    { outfmt: '7 std qcovs', options: {} },
    { outfmt: '10 delim=; qseqid sseqid', options: { max_target_seqs: '5' } },
    { outfmt: '0', options: {} },
    { outfmt: '0', options: { num_descriptions: '3', sorthits: '2' } },
    { outfmt: '6 qseqid ssciname', options: {} },
    { outfmt: '18', options: {} },
  ])('is the same report of that one: %j', async (wanted) => {
    await createExpiredReport(wanted);
    world.site.build = 69;
    const { record } = await restart();
    const newSearchId = await followSuperseded(world.deps, searchId);
    expect(newSearchId).not.toBe(searchId);
    expect(record).toMatchObject({ searchJobId: newSearchId });
    expect(record.id).toBe(await reportOf(newSearchId, wanted));
    expect(await followSuperseded(world.deps, reportId)).toBe(record.id);
  });

  it('is made once, after its search, however many ask', async () => {
    world.site.build = 69;
    expect(await atOnce(restart)).toEqual(new Set([await followSuperseded(world.deps, reportId)]));
    expect(startedKinds()).toEqual(['search', 'report']);
  });

  it('stands for itself again when the site goes back to the earlier build', async () => {
    world.site.build = 69;
    const newReportId = (await restart()).record.id;
    await world.expire(newReportId);
    await world.expire(await followSuperseded(world.deps, searchId));
    world.site.build = 68;
    expect((await restart(newReportId)).record.id).toBe(reportId);
    expect(await followSuperseded(world.deps, reportId)).toBe(reportId);
    expect(await followSuperseded(world.deps, newReportId)).toBe(reportId);
  });

  it('is refused when the new build cannot give it', async () => {
    await createExpiredReport({ outfmt: '18', options: {} });
    Object.assign(world.site, { build: 69, taxonomy: 'absent' });
    await expect(restart()).rejects.toMatchObject({ code: 'DATABASE_CHANGED' });
    expect(await followSuperseded(world.deps, reportId)).toBe(reportId);
  });

  it('is refused when its target is gone: nothing is started', async () => {
    world.site.isGone = true;
    await expect(restart()).rejects.toMatchObject({ code: 'DATABASE_CHANGED' });
    expect(startedKinds()).toEqual([]);
  });

  it.each(losses)('comes to its end after a restart that died with its %s', async (loss) => {
    for (let number = 1; ; number += 1) {
      await createExpiredReport();
      world.site.build = 69;
      const line = faultAt(number, loss);
      await restartReport({ ...world.deps, ...world.dying(line) }, reportId, turn).catch(() => undefined);
      if (!line.hasStruck()) {
        expect(number).toBeGreaterThan(25);
        return;
      }
      const { record } = await restart();
      expect(startedKinds()).toEqual(['search', 'report']);
      expect(await followSuperseded(world.deps, reportId)).toBe(record.id);
      expect(await followSuperseded(world.deps, searchId)).toBe(record.searchJobId);
    }
  });
});
