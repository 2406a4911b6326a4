import { parseJobConfig, parseUserMeta } from '../../../src/multiblast/job-config.ts';

const target = { targetDisplayName: 'Pf', targetFile: 'Genes' };
const good = { site: 'PlasmoDB', targets: [target], query: '>a\nMK\n', addToUserCollection: false };
const read = { site: 'PlasmoDB', targets: [{ displayName: 'Pf', file: 'Genes' }], query: '>a\nMK\n' };

it('a job is read with its notes; it goes into the collection unless that is not wanted', () => {
  const userMeta = { summary: 'Mine', description: null };
  expect(parseJobConfig(good, userMeta)).toEqual({
    job: { ...read, addToUserCollection: false },
    notes: { summary: 'Mine', description: null },
  });
  const { job } = parseJobConfig({ ...good, addToUserCollection: null }, null) as { job: object };
  expect(job).toEqual({ ...read, addToUserCollection: true });
});

it('of a refused job what can be read is given, good targets among it', () => {
  const targets = [{ ...target, targetFile: 1 }, target, 7, { ...target, more: 1 }];
  expect(parseJobConfig({ ...good, site: 5, targets }, undefined)).toEqual({
    errors: {
      general: [],
      byKey: {
        'jobConfig.site': ['site must be a text in quotes.'],
        'jobConfig.targets[0].targetFile': ['targets[0].targetFile must be a text in quotes.'],
        'jobConfig.targets[2]': ['targets[2] must be an object in braces.'],
        'jobConfig.targets[3].more': [
          'There is no targets[3].more. targets[3] has targetDisplayName, targetFile.',
        ],
      },
    },
    legible: {
      targets: [...read.targets, ...read.targets],
      query: good.query,
      addToUserCollection: false,
    },
  });
});

it('of notes null clears one, absent keeps it, and all that is wrong is told', () => {
  expect(parseUserMeta(undefined)).toEqual({ notes: {} });
  expect(parseUserMeta({ summary: null })).toEqual({ notes: { summary: null } });
  expect(parseUserMeta({ summary: 'é'.repeat(512) })).toEqual({ notes: { summary: 'é'.repeat(512) } });
  expect(parseUserMeta({ summary: '😀'.repeat(513), description: 5, sumary: 'x' })).toEqual({
    errors: {
      general: [],
      byKey: {
        'userMeta.sumary': ['There is no sumary. Did you mean "summary"?'],
        'userMeta.summary': ['summary has at most 512 characters; put more into the description.'],
        'userMeta.description': ['description must be a text in quotes.'],
      },
    },
  });
});

it('an answer does not grow with the number of faults', () => {
  const crowd = Object.fromEntries(Array.from({ length: 98 }, (_, n) => [`field${String(n)}`, n]));
  const targets = Array.from({ length: 1_000 }, () => ({ ...target, ...crowd }));
  const read = parseJobConfig({ ...good, targets }, undefined);
  const { general, byKey } = 'errors' in read ? read.errors : { general: [], byKey: {} };
  expect(Object.keys(byKey)).toHaveLength(200);
  expect(general).toEqual(['There are more than 200 faults; correct these first.']);
});

it.each([1_000, 1_001])(
  'of %i targets the first 20 that are none are named, and no more than 1000 are read',
  (count) => {
    const read = parseJobConfig({ ...good, targets: Array.from({ length: count }, () => 7) }, undefined);
    const paths = Object.keys('errors' in read ? read.errors.byKey : {});
    const first = Array.from({ length: 20 }, (_, index) => `jobConfig.targets[${String(index)}]`);
    expect(paths).toEqual(count > 1_000 ? ['jobConfig.targets'] : first);
  },
);
