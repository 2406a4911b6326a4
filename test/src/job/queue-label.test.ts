import { queueLabel } from '../../../src/job/queue-label.ts';
import { jobKinds, type JobKind } from '../../../src/job/record.ts';
import { recordIn } from './job-records.ts';

const labelOf = (kind: JobKind, queryCount: number) =>
  queueLabel({ kind, summary: { ...recordIn('queued').summary, queryCount } });

it.each([
  ['search', 1, 'secondary'],
  ['search', 2, 'primary'],
  ['search', 10_000, 'primary'],
  ['report', 1, 'report'],
  ['report', 2, 'report'],
  ['database', 1, null],
  ['database', 2, null],
] as const)('a %s of %d sequences is in the queue %s', (kind, queryCount, label) => {
  expect(labelOf(kind, queryCount)).toBe(label);
});

it('every kind of job has an answer', () => {
  expect(jobKinds.map((kind) => labelOf(kind, 2))).toEqual(['primary', 'report', null]);
});
