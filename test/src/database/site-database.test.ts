import { buildNumber, parseSiteDatabaseName, siteDatabaseName } from '../../../src/database/site-database.ts';

const place = { site: 'PlasmoDB', build: 68, target: 'Pf3D7', file: 'Proteins' };

it('a place and its name say the same', () => {
  expect(siteDatabaseName(place)).toBe('PlasmoDB/build-68/Pf3D7/blast/Proteins');
  expect(parseSiteDatabaseName(siteDatabaseName(place))).toEqual(place);
});

it.each([
  '',
  'Proteins',
  '/PlasmoDB/build-68/Pf3D7/blast/Proteins',
  'PlasmoDB/build-68/Pf3D7/blast/Proteins/',
  'PlasmoDB/build-68/Pf3D7/blast/more/Proteins',
  'PlasmoDB/build-68/Pf3D7/motif/Proteins',
  'PlasmoDB/68/Pf3D7/blast/Proteins',
  'PlasmoDB/build-/Pf3D7/blast/Proteins',
  'PlasmoDB/build-068/Pf3D7/blast/Proteins',
  '../build-68/Pf3D7/blast/Proteins',
  'PlasmoDB/build-68/../blast/Proteins',
  'PlasmoDB/build-68/Pf3D7/blast/..',
  'PlasmoDB/build-68/Pf3D7/blast/-out',
  'Plasmo DB/build-68/Pf3D7/blast/Proteins',
])('%j is no name of a database of a site', (name) => {
  expect(parseSiteDatabaseName(name)).toBeUndefined();
});

it.each([
  ['build-0', 0],
  ['build-68', 68],
  ['build-999999999', 999_999_999],
  ['build-1234567890', undefined],
  ['build-6a', undefined],
  ['release-68', undefined],
])('a folder %s is of build %s', (folder, build) => {
  expect(buildNumber(folder)).toBe(build);
});
