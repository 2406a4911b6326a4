import { documentation, type SettingDocumentation } from './setting.ts';
import { settingsSchema } from './settings.ts';

export interface ConfigurationRow extends SettingDocumentation {
  readonly name: string;
}

/** One row for each environment variable, in the order of the schema: the README's table is made from it. */
export function configurationTable(): ConfigurationRow[] {
  return Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const about = documentation.get(schema);
    if (about === undefined) throw new Error(`The setting ${name} has no documentation.`);
    return { name, ...about };
  });
}
