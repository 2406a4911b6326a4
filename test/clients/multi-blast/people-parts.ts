import assert from 'node:assert/strict';
import { connect } from './client.ts';
import { refused } from './expectations.ts';
import { newGuest, noUsers, type Session } from './session.ts';

/** A job is shared by its address. */
export async function sharing(session: Session): Promise<void> {
  const { steps, job, options, guestToken } = session;
  const id = job.queryJobID;
  const names = {
    stranger: 'who says nothing of themselves is refused',
    look: 'another guest opens the job by its id, and has it only when they save it',
    leave: 'what one takes out of their collection, the other keeps',
  };
  if (guestToken === undefined) {
    for (const name of Object.values(names)) steps.skip(name, noUsers);
    return;
  }
  await steps.run(names.stranger, async () => {
    const nobody = connect(options.baseUrl);
    await refused(401, nobody.query.list());
    await refused(401, nobody.query.details(id));
  });
  const { client: other } = await newGuest(session);
  await steps.run(names.look, async () => {
    const seen = await other.query.details(id, false);
    assert.deepEqual({ ...seen, userMeta: undefined }, { ...job, userMeta: undefined });
    assert.deepEqual(await other.query.list(), []);
    await other.query.details(id);
    assert.deepEqual(
      (await other.query.list()).map(({ queryJobID }) => queryJobID),
      [id],
    );
  });
  await steps.run(names.leave, async () => {
    await other.query.unlink(id);
    assert.deepEqual(await other.query.list(), []);
    assert.ok((await session.me.query.list()).some(({ queryJobID }) => queryJobID === id));
  });
}

/** A guest who signs in takes their jobs along. */
export async function account(session: Session): Promise<void> {
  const { steps, job, options, guestToken } = session;
  const name = "a guest's jobs, with their notes, become those of the user who signs in";
  const { userToken } = options;
  if (guestToken === undefined || userToken === undefined) {
    steps.skip(name, guestToken === undefined ? noUsers : 'no token of a user was given');
    return;
  }
  const id = job.queryJobID;
  const user = connect(options.baseUrl, userToken);
  await steps.run(name, async () => {
    const guest = await newGuest(session);
    await guest.client.query.details(id);
    await guest.client.query.update(id, { summary: 'As a guest' });
    await user.query.unlink(id).catch(() => undefined);
    await refused(403, guest.client.query.linkGuest(guestToken));
    await user.query.linkGuest(guest.token);
    const own = (await user.query.list()).find(({ queryJobID }) => queryJobID === id);
    assert.deepEqual(own?.userMeta, { summary: 'As a guest' });
    assert.deepEqual(await guest.client.query.list(), []);
  });
  await steps.run('a user is no guest to be taken over', () => refused(403, user.query.linkGuest(userToken)));
}
