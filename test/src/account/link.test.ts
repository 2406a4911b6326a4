import { checkNotes, fillNotes, linkId, links, type Link } from '../../../src/account/link.ts';
import { isHeld } from '../../../src/usecases/is-held.ts';
import { createMemoryDocumentStore } from '../../support/fakes/memory-document-store.ts';

const link: Link = {
  schemaVersion: 1,
  id: linkId('user:1', 'job'),
  principal: 'user:1',
  jobId: 'job',
  kind: 'search',
  site: 'PlasmoDB',
  searchJobId: null,
  summary: null,
  description: null,
  createdAt: '2026-01-01T00:00:00.000Z',
};

it.each<[string, Partial<Link> | undefined, boolean]>([
  ['nobody', undefined, false],
  ['a link to it', {}, true],
  ['a link to a report of it', { jobId: 'report', kind: 'report', searchJobId: 'job' }, true],
  ['a link to another job', { jobId: 'other' }, false],
  ['a link to a report of another search', { jobId: 'report', kind: 'report', searchJobId: 'other' }, false],
])('a job is held by %s or not', async (_what, change, expected) => {
  const documents = createMemoryDocumentStore();
  if (change) await documents.insertIfAbsent(links, { ...link, ...change });
  expect(await isHeld({ documents }, 'job')).toBe(expected);
});

it('gives a principal one link to a job, and no two principals the same', () => {
  const ids = ['user:1', 'user:11', 'guest:1', 'guest-number:1'].flatMap((principal) =>
    ['0'.repeat(32), '1'.repeat(32)].map((jobId) => linkId(principal, jobId)),
  );
  expect(new Set(ids).size).toBe(8);
});

describe('a summary', () => {
  it.each([undefined, null, '', 'short', 'x'.repeat(512), '😀'.repeat(512)])(
    'may be so long: %#',
    (summary) => {
      expect(() => checkNotes(summary === undefined ? {} : { summary })).not.toThrow();
    },
  );

  it.each(['x'.repeat(513), '😀'.repeat(513)])('has 512 characters at most: %#', (summary) => {
    expect(() => checkNotes({ summary })).toThrow(
      expect.objectContaining({ code: 'INVALID_REQUEST', location: { field: 'summary' } }) as Error,
    );
  });

  it('leaves a description as long as it is', () => {
    expect(() => checkNotes({ description: 'x'.repeat(100_000) })).not.toThrow();
  });
});

it('fills empty notes from others, each field by itself, and replaces none', () => {
  for (const own of [null, '', 'mine'])
    for (const others of [null, '', 'theirs']) {
      const note = own === 'mine' ? 'mine' : others;
      expect(fillNotes({ summary: own, description: 'd' }, { summary: others, description: 'e' })).toEqual({
        summary: note,
        description: 'd',
      });
      expect(fillNotes({ summary: 's', description: own }, { summary: 't', description: others })).toEqual({
        summary: 's',
        description: note,
      });
    }
});
