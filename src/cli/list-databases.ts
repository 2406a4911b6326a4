import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { exitCodes } from './cli-error.ts';
import type { Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

/** Lists the databases that can be searched. @returns the exit code */
export async function listDatabases(client: ApiClient, terminal: Terminal): Promise<number> {
  const { databases } = await client.json('/v1/databases', DatabasesSchema);
  if (databases.length === 0) {
    terminal.say('There are no databases yet. Build one with:  durablast databases add FASTA');
    return exitCodes.ok;
  }
  terminal.print(textTable(columns, databases.map(row)));
  return exitCodes.ok;
}

const DatabaseSchema = z.object({
  name: z.string(),
  title: z.string().nullish(),
  dbtype: z.enum(['prot', 'nucl']),
  number_of_sequences: z.number(),
  number_of_letters: z.number(),
});

const DatabasesSchema = z.object({ databases: z.array(DatabaseSchema) });

const columns = [
  { heading: 'name' },
  { heading: 'type' },
  { heading: 'sequences', isNumber: true },
  { heading: 'letters', isNumber: true },
  { heading: 'title' },
];

function row(database: z.output<typeof DatabaseSchema>): string[] {
  return [
    database.name,
    database.dbtype === 'prot' ? 'protein' : 'nucleotide',
    database.number_of_sequences.toLocaleString('en'),
    database.number_of_letters.toLocaleString('en'),
    database.title ?? '',
  ];
}
