/** A store across a network answers in some ten milliseconds. */
const questionsAtOnce = 16;

/** The answers to a question about each item, in the order of the items; sixteen are waited for at the same time. */
export async function* someAtOnce<Item, Answer>(
  items: Iterable<Item> | AsyncIterable<Item>,
  ask: (item: Item) => Promise<Answer>,
): AsyncGenerator<Answer> {
  let some: Item[] = [];
  for await (const item of items) {
    some.push(item);
    if (some.length < questionsAtOnce) continue;
    yield* await Promise.all(some.map(ask));
    some = [];
  }
  yield* await Promise.all(some.map(ask));
}
