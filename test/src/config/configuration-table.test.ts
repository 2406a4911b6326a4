import { configurationTable, loadConfig } from '../../../src/config/index.ts';

describe('configurationTable', () => {
  const rows = configurationTable();

  it('documents every setting once, with description and example', () => {
    expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length);
    for (const row of rows) {
      expect(row.name).toMatch(/^(PORT|DURABLAST_[A-Z0-9_]+|MAX_[A-Z_]+)$/);
      expect(row.description).toMatch(/^[A-Z`].*\.$/);
      expect(row.example).not.toBe('');
    }
  });

  it('shows examples that the schema accepts', () => {
    const examples = rows.filter((row) => !row.name.endsWith('_FILE')).map((row) => [row.name, row.example]);
    expect(() => loadConfig(Object.fromEntries(examples))).not.toThrow();
  });
});
