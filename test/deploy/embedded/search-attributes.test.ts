import { readFileSync } from 'node:fs';
import { searchAttributes } from '../../../deploy/embedded/temporal-namespace.ts';
import {
  databaseAttribute,
  kindAttribute,
  programAttribute,
} from '../../../src/adapters/temporal/search-attributes.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const typeNames: Readonly<Record<string, string>> = { KEYWORD: 'Keyword', KEYWORD_LIST: 'KeywordList' };

it('the embedded stack registers exactly the search attributes that starts and workflows set', () => {
  const [, phase = ''] = /name: '(Durablast\w+)', type: 'KEYWORD'/.exec(read('workflows/phase.ts')) ?? [];
  const started = [kindAttribute, programAttribute, databaseAttribute].map(({ name, type }) => [
    name,
    typeNames[type],
  ]);
  expect(searchAttributes).toEqual(Object.fromEntries([...started, [phase, 'Keyword']]));
});

it('so does the set-up of the containers', () => {
  const created = read('deploy/images/temporal/set-up-namespace.sh').matchAll(
    /^create_missing (\w+) (\w+)$/gm,
  );
  expect(Object.fromEntries([...created].map(([, name, type]) => [name, type]))).toEqual(searchAttributes);
});
