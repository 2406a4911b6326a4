import assert from 'node:assert/strict';
import { connect } from './client.ts';
import { besideFields, refused } from './expectations.ts';
import { follow } from './follow.ts';
import { completeReport } from './report-parts.ts';
import { newGuest, noUsers, type Session } from './session.ts';

/** The list of one's reports, and their lives. */
export async function reportCollection(session: Session): Promise<void> {
  const { steps, me, job } = session;
  const { queryJobID } = job;
  const { reportJobID: id } = await steps.run('the same report is the same job', async () => {
    const [first, second] = [
      await completeReport(session, queryJobID),
      await completeReport(session, queryJobID),
    ];
    assert.equal(second.reportJobID, first.reportJobID);
    return first;
  });
  await steps.run('faults stand beside their fields; a query job that is none is refused', async () => {
    const faulty = { queryJobID, blastConfig: { formatType: 'papyrus', lineLength: 0 } };
    const fields = ['blastConfig.formatType', 'blastConfig.lineLength'];
    assert.deepEqual(Object.keys(await besideFields(me.report.create(faulty))).sort(), fields);
    await refused(400, me.report.create({ queryJobID: 'f'.repeat(32) }));
  });
  await steps.run('it is listed by its query job, with its notes, until it is taken out', async () => {
    const listed = async (of: string) =>
      (await me.report.list(of)).filter(({ reportJobID }) => reportJobID === id);
    await me.report.update(id, { summary: 'A report' });
    assert.deepEqual(
      (await listed(queryJobID)).map(({ userMeta }) => userMeta),
      [{ summary: 'A report' }],
    );
    assert.deepEqual(await me.report.list('no-id'), []);
    await me.report.unlink(id);
    assert.deepEqual(await listed(queryJobID), []);
    await refused(404, me.report.update(id, { summary: 'Not mine' }));
    await me.report.details(id);
  });
  await steps.run('its status comes with others, and it is not restarted before it has expired', async () => {
    assert.deepEqual(await me.report.statuses([id, 'no-id']), { [id]: 'complete' });
    await refused(403, me.report.restart(id));
  });
  await expiryOfReport(session, id);
  await accountWithReport(session, id);
}

async function expiryOfReport({ steps, me, options, patience }: Session, id: string): Promise<void> {
  const name = 'an expired report is restarted by who polls it';
  if ((await options.expire?.(id)) !== true) {
    steps.skip(name, 'making a job expire is not admitted');
    return;
  }
  await steps.run(name, async () => {
    await refused(403, me.report.files(id));
    assert.equal((await follow(me.report, id, patience)).restarts, 1);
  });
}

async function accountWithReport(session: Session, id: string): Promise<void> {
  const name = "a guest's reports become those of the user who signs in";
  const { steps, options, guestToken } = session;
  if (guestToken === undefined || options.userToken === undefined) {
    steps.skip(name, guestToken === undefined ? noUsers : 'no token of a user was given');
    return;
  }
  const user = connect(options.baseUrl, options.userToken);
  await steps.run(name, async () => {
    const guest = await newGuest(session);
    await guest.client.report.details(id);
    await user.report.linkGuest(guest.token);
    assert.ok((await user.report.list()).some(({ reportJobID }) => reportJobID === id));
    assert.deepEqual(await guest.client.report.list(), []);
  });
}
