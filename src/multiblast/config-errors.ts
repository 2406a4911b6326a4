import { printable, quoted } from '../search/printable.ts';

/** What is wrong with a configuration, as the services answer it: whole sentences, by JSON path. */
export interface ConfigErrors {
  readonly general: readonly string[];
  readonly byKey: Readonly<Record<string, readonly string[]>>;
}

/** Takes note of one thing wrong at a JSON path such as `blastConfig.queryLocation.stop`. */
export type Report = (path: string, message: string) => void;

export const rootPath = 'blastConfig';

/** The path of a member, whose name may be any text that a client sends. */
export function memberPath(path: string, name: string): string {
  return `${path}.${printable(name)}`;
}

/** The name that messages call a place by: its path below the configuration. */
export function placeName(path: string): string {
  return path === rootPath ? rootPath : path.slice(rootPath.length + 1);
}

/** The end of a sentence that says what was given, where that can be said in a few characters. */
export function insteadOf(value: unknown): string {
  if (typeof value === 'string') return `, not ${quoted(value)}`;
  return typeof value === 'number' ? `, not ${String(value)}` : '';
}

/** Every message once, in the order of reporting. */
export class ErrorCollection {
  readonly #byKey = new Map<string, string[]>();

  readonly report: Report = (path, message) => {
    const messages = this.#byKey.get(path) ?? [];
    if (!messages.includes(message)) this.#byKey.set(path, [...messages, message]);
  };

  /** The same at several fields of the configuration: a conflict is told at each that has a part in it. */
  add(fields: readonly string[], message: string): void {
    for (const field of fields) this.report(memberPath(rootPath, field), message);
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  toErrors(): ConfigErrors {
    return { general: [], byKey: Object.fromEntries(this.#byKey) };
  }
}
