import { createFakePlatform } from '../../support/api/fake-platform.ts';
import { cancelledJob, completeJob, runJob } from '../../support/api/move-job.ts';
import { problemOf, submit } from '../../support/api/requests.ts';

/** The events of a text/event-stream body as they come. */
async function* eventsOf(response: Response): AsyncGenerator<{ event: string; id: string; state: string }> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    const blocks = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
      const data = field('data');
      yield {
        event: field('event'),
        id: field('id'),
        state: data === '' ? 'comment' : (JSON.parse(data) as { state: string }).state,
      };
    }
  }
}

it('every move of a job is an event, and the stream ends with the job', async () => {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app);
  const response = await platform.app.request(`/jobs/${job.id}/events`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  const events = eventsOf(response);
  const next = async () => (await events.next()).value as unknown;
  expect(await next()).toMatchObject({ event: 'job', state: 'queued' });
  const steps: [string, () => Promise<void>][] = [
    ['running', () => runJob(platform, job.id)],
    ['running', () => runJob(platform, job.id, 1, 2)],
    ['completed', () => completeJob(platform, job.id)],
  ];
  for (const [state, move] of steps) {
    await platform.clock.untilSleeping();
    await move();
    platform.clock.advance(100);
    expect(await next()).toMatchObject({ event: 'job', state });
  }
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

it('silence is filled with comments', async () => {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app);
  const events = eventsOf(await platform.app.request(`/jobs/${job.id}/events`));
  await events.next();
  await platform.clock.untilSleeping();
  platform.clock.advance(20_000);
  expect((await events.next()).value).toMatchObject({ state: 'comment' });
  await platform.clock.untilSleeping();
  await cancelledJob(platform, job.id);
  platform.clock.advance(100);
  expect((await events.next()).value).toMatchObject({ state: 'cancelled' });
  expect((await events.next()).done).toBe(true);
});

it('a job that is over is one event', async () => {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app);
  await completeJob(platform, job.id);
  const states: string[] = [];
  for await (const { state } of eventsOf(await platform.app.request(`/jobs/${job.id}/events`)))
    states.push(state);
  expect(states).toEqual(['completed']);
});

it('a listener that leaves ends its watching', async () => {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app);
  const response = await platform.app.request(`/jobs/${job.id}/events`);
  await platform.clock.untilSleeping();
  await response.body?.cancel();
  platform.clock.advance(100);
  await new Promise(setImmediate);
  let asked = 0;
  const { getMany } = platform.documents;
  platform.documents.getMany = (...args) => {
    asked += 1;
    return getMany(...args);
  };
  platform.clock.advance(60_000);
  await new Promise(setImmediate);
  expect(asked).toBe(0);
});

it('a store that breaks off ends the stream and is in the log', async () => {
  const platform = createFakePlatform();
  const { job } = await submit(platform.app);
  const events = eventsOf(await platform.app.request(`/jobs/${job.id}/events`));
  await events.next();
  await platform.clock.untilSleeping();
  platform.documents.available = false;
  platform.clock.advance(100);
  expect((await events.next()).done).toBe(true);
  expect(platform.log).toContainEqual(
    expect.objectContaining({ msg: 'events broke off', jobId: job.id, requestId: expect.any(String) }),
  );
});

it('HEAD starts no stream, and an unknown job is a 404', async () => {
  const { app } = createFakePlatform();
  const { job } = await submit(app);
  const head = await app.request(`/jobs/${job.id}/events`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  expect(await problemOf(await app.request(`/jobs/${'0'.repeat(32)}/events`))).toMatchObject({ status: 404 });
});
