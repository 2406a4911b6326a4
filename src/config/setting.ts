import { z } from 'zod';

/** What the README says about one environment variable. */
export interface SettingDocumentation {
  readonly description: string;
  /** The default as text; in angle brackets where it follows from another setting or from the machine. */
  readonly default: string;
  readonly example: string;
}

/** Documentation of every setting, by its schema. */
export const documentation = z.registry<SettingDocumentation>();

/** A setting whose default is a text that the schema itself parses. */
export function setting<S extends z.ZodType<unknown, string>>(
  schema: S,
  about: SettingDocumentation,
): z.ZodPrefault<S> {
  // The schema parses the default like any given text, so a wrong one fails at every start.
  const withDefault = z.prefault(schema, about.default as z.input<S>);
  documentation.add(withDefault, about);
  return withDefault;
}

/** A setting that may be absent, or whose default is worked out from others. */
export function optionalSetting<S extends z.ZodType<unknown, string>>(
  schema: S,
  about: SettingDocumentation,
): z.ZodOptional<S> {
  const optional = z.optional(schema);
  documentation.add(optional, about);
  return optional;
}
