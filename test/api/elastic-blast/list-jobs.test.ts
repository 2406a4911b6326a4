import { createFakePlatform } from '../../support/api/fake-platform.ts';
import { problemOf, submit, type Submitted } from '../../support/api/requests.ts';

interface Page {
  readonly jobs: readonly Submitted[];
  readonly count: number;
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

it('submissions are listed newest first, page by page, each once', async () => {
  const { app, clock } = createFakePlatform();
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    ids.unshift((await submit(app, { note: String(n) })).job_id);
    clock.advance(1000);
  }
  const seen: string[] = [];
  let cursor = '';
  for (const [count, more] of [
    [2, true],
    [2, true],
    [1, false],
  ] as const) {
    const page = (await (await app.request(`/v1/jobs?limit=2${cursor}`)).json()) as Page;
    expect(page).toMatchObject({ count, has_more: more });
    seen.push(...page.jobs.map(({ job_id }) => job_id));
    cursor = `&cursor=${encodeURIComponent(page.next_cursor ?? '')}`;
  }
  expect(seen).toEqual(ids);
});

it.each([
  'limit=0',
  'limit=501',
  'limit=-1',
  'limit=1.5',
  'limit=all',
  'limit=',
  'limit=1e2',
  'cursor=nonsense',
  `cursor=${'x'.repeat(1001)}`,
])('%s is refused with 422, not read as something else', async (query) => {
  const problem = await problemOf(await createFakePlatform().app.request(`/v1/jobs?${query}`));
  expect(problem).toMatchObject({ status: 422, code: 'INVALID_REQUEST' });
});
