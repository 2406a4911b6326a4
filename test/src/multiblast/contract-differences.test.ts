import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../../../src/multiblast/blast-fields.ts';
import { contractDifferences } from '../../../src/multiblast/contract-differences.ts';
import { optionTable } from '../../../src/search/option-table.ts';
import { programs } from '../../../src/search/program.ts';

describe('contractDifferences', () => {
  it.each(contractDifferences)(
    '$field: $here is about tools that have the field',
    ({ field, tools = [] }) => {
      const owners = programs.filter((tool) => fieldsOf(tool).some(({ name }) => name === field));
      expect(field === 'every field' || owners.length > 0).toBe(true);
      expect(tools.filter((tool) => !owners.includes(tool))).toEqual([]);
    },
  );

  it('lists every field of the contract that a tool cannot do', () => {
    const missing = programs.flatMap((tool) =>
      fieldsOf(tool)
        .filter(({ option }) => optionTable[tool][option] === undefined)
        .map(({ name }) => ({ tool, name })),
    );
    const unlisted = missing.filter(
      ({ tool, name }) =>
        !contractDifferences.some(
          ({ field, here, tools }) =>
            field === name && /refused|false only/.test(here) && (tools ?? programs).includes(tool),
        ),
    );
    expect(missing).not.toHaveLength(0);
    expect(unlisted).toEqual([]);
  });
});
