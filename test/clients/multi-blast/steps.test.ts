import { expect, it } from '@jest/globals';
import { StepFailed, StepList } from './steps.ts';

it('what passed, failed and was skipped stands on the list, in order, with its part and reason', async () => {
  const list = new StepList();
  list.begin('one');
  expect(await list.run('gives its result', async () => 7)).toBe(7);
  list.skip('is left out', 'nobody is admitted');
  list.begin('two');
  const failing = list.run('fails', () => Promise.reject(new Error('the sum is wrong')));
  await expect(failing).rejects.toBeInstanceOf(StepFailed);
  expect(list.steps).toMatchObject([
    { part: 'one', name: 'gives its result', outcome: 'passed' },
    { part: 'one', name: 'is left out', outcome: 'skipped', reason: 'nobody is admitted' },
    { part: 'two', name: 'fails', outcome: 'failed', reason: 'the sum is wrong' },
  ]);
});
