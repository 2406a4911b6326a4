import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { temporalSettings } from '../../../deploy/embedded/temporal-settings.ts';

const file = new URL('../../../deploy/images/temporal/dynamic-config.yaml', import.meta.url);
const inContainers = parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

it.each(Object.entries(temporalSettings))(
  "the containers' Temporal is given the same %s as the embedded one",
  (key, value) => {
    expect(inContainers[key]).toEqual([{ value, constraints: {} }]);
  },
);
