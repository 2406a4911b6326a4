import { someAtOnce } from '../../../src/usecases/some-at-once.ts';

async function asked(count: number) {
  let open = 0;
  let mostOpen = 0;
  const answers: number[] = [];
  const items = Array.from({ length: count }, (_, index) => index);
  const ask = async (item: number): Promise<number> => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    // The later ones answer first.
    for (let turn = item % 16; turn < 16; turn += 1) await Promise.resolve();
    open -= 1;
    return item;
  };
  for await (const answer of someAtOnce(items, ask)) answers.push(answer);
  return { items, answers, mostOpen };
}

it.each([
  [0, 0],
  [1, 1],
  [16, 16],
  [17, 16],
  [100, 16],
])('%i answers come in the order of the items, and at most %i are waited for', async (count, most) => {
  const { items, answers, mostOpen } = await asked(count);
  expect(answers).toEqual(items);
  expect(mostOpen).toBe(most);
});

it('a question that fails, fails the whole', async () => {
  const all = someAtOnce([1], () => Promise.reject(new Error('no answer')));
  await expect(all.next()).rejects.toThrow('no answer');
});
