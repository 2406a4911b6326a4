import { runEveryOrder, runSomeOrders } from '../../support/step-through.ts';
import { playCancel, type Play } from './cancel-play.ts';

type Short = readonly [name: string, Pick<Play, 'acts' | 'holders'>];

/** Of two principals with one act each; plays that only swap the two are left out. */
const short: readonly Short[] = [
  [
    'of a job that alice holds, both submit',
    { acts: { alice: ['submit'], bob: ['submit'] }, holders: ['alice'] },
  ],
  [
    'of a job that alice holds, alice cancels and bob submits',
    { acts: { alice: ['cancel'], bob: ['submit'] }, holders: ['alice'] },
  ],
  [
    'of a job that alice holds, alice and bob cancel',
    { acts: { alice: ['cancel'], bob: ['cancel'] }, holders: ['alice'] },
  ],
  [
    'of a job that both hold, alice cancels and bob submits again',
    { acts: { alice: ['cancel'], bob: ['submit'] }, holders: ['alice', 'bob'] },
  ],
  [
    'of a job that both hold, both cancel',
    { acts: { alice: ['cancel'], bob: ['cancel'] }, holders: ['alice', 'bob'] },
  ],
];

/** With runs that finish these have too many positions to be played with every file of tests. */
const alsoShort: readonly Short[] = [
  ['of a job that does not exist, two submit', { acts: { alice: ['submit'], bob: ['submit'] }, holders: [] }],
  [
    'of a job that alice holds, alice submits again and bob, who holds nothing, cancels',
    { acts: { alice: ['submit'], bob: ['cancel'] }, holders: ['alice'] },
  ],
  [
    'of a job that alice holds, alice cancels and bob submits it into a collection',
    { acts: { alice: ['cancel'], bob: ['collect'] }, holders: ['alice'] },
  ],
];

async function playEveryOrder(play: Play): Promise<void> {
  expect(await runEveryOrder(() => playCancel(play))).toBeGreaterThan(30);
}

describe('in every order of their calls all ends well', () => {
  it.each([...short, ...alsoShort])(
    '%s, while its runs go on',
    (_name, play) => playEveryOrder({ ...play, finishing: 'never' }),
    120_000,
  );

  it.each(short)(
    '%s, while its runs may finish at any time',
    (_name, play) => playEveryOrder({ ...play, finishing: 'any time' }),
    120_000,
  );
});

describe('in orders drawn at random all ends well', () => {
  const twoActs = [
    ['submit', 'cancel'],
    ['cancel', 'submit'],
  ] as const;
  const twoEach = twoActs.flatMap((alice) => twoActs.map((bob) => ({ alice, bob })));

  it.each(twoEach)(
    'when alice, who holds the job, does $alice and bob does $bob',
    async (acts) => {
      const play: Play = { acts, holders: ['alice'], finishing: 'late too' };
      await runSomeOrders(() => playCancel(play), 150, 20260101);
    },
    60_000,
  );

  it.each<[string, Omit<Play, 'finishing'>]>([
    [
      'two cancel and one submits',
      { acts: { alice: ['cancel'], bob: ['cancel'], carol: ['submit'] }, holders: ['alice', 'bob'] },
    ],
    [
      'one cancels and two submit',
      { acts: { alice: ['cancel'], bob: ['submit'], carol: ['submit'] }, holders: ['alice'] },
    ],
    [
      'nobody knows the job and three submit it and cancel',
      {
        acts: { alice: ['submit', 'cancel'], bob: ['submit', 'cancel'], carol: ['submit', 'cancel'] },
        holders: [],
      },
    ],
  ])(
    'when %s',
    async (_name, play) => {
      for (const finishing of ['never', 'late too'] as const) {
        await runSomeOrders(() => playCancel({ ...play, finishing }), 150, 20260101);
      }
    },
    60_000,
  );
});
