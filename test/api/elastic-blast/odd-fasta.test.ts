import { firstSequence, oddFastas } from '../../support/odd-fasta.ts';
import { createFakePlatform } from '../../support/api/fake-platform.ts';
import { formBody, postForm } from '../../support/api/requests.ts';

async function send(program: 'blastn' | 'blastp', bytes: Uint8Array, options = '') {
  const platform = createFakePlatform({ limits: { maxSequences: 100, maxResidues: 2_000_000 } });
  const fields = { program, db: program === 'blastn' ? 'genome' : 'proteins', options };
  const body = formBody([
    { name: 'request', text: JSON.stringify(fields) },
    { name: 'query', text: bytes, fileName: 'query.fa' },
  ]);
  const response = await postForm(platform.app, '/v1/jobs', body);
  const started = platform.launcher.started.length;
  const answer = (await response.json()) as { readonly code?: string };
  expect(platform.spool.held()).toBe(0);
  if (response.status !== 202) {
    expect(started).toBe(0);
    expect(await platform.objectKeys()).toEqual([]);
  }
  return { status: response.status, here: answer.code ?? 'accepted', started: started > 0 };
}

it.each(await oddFastas())('$program on $title is $here', async ({ program, bytes, options, here }) => {
  const named = Object.keys(options ?? {}).map((name) => `-${name}`);
  expect(await send(program, bytes, named.join(' '))).toEqual(
    here === 'accepted' ? { status: 202, here, started: true } : { status: 400, here, started: false },
  );
});

it.each([
  ['a name of 1 MB', (sequence: string) => `>${'n'.repeat(1 << 20)}\n${sequence}\n`, 'accepted'],
  ['a longer name', (sequence: string) => `>${'n'.repeat((1 << 20) + 1)}\n${sequence}\n`, 'QUERY_TOO_LARGE'],
  ['a sequence too long', (sequence: string) => `>a\n${sequence.repeat(20_000)}\n`, 'QUERY_TOO_LARGE'],
])('%s is judged without a fault of ours', async (_, text, here) => {
  expect(await send('blastp', Buffer.from(text(await firstSequence('proteins'))))).toMatchObject({ here });
});
