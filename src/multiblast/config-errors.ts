import { printable, quoted } from '../search/printable.ts';

/** What is wrong with a configuration, as the services answer it: whole sentences, by JSON path. */
export interface ConfigErrors {
  readonly general: readonly string[];
  readonly byKey: Readonly<Record<string, readonly string[]>>;
}

/** Takes note of one thing wrong at a JSON path such as `blastConfig.queryLocation.stop`. */
export type Report = (path: string, message: string) => void;

/** Where the fields of a search or of a report stand; other configurations have roots of their own. */
export const rootPath = 'blastConfig';

/** The path of a member, whose name may be any text that a client sends. */
export function memberPath(path: string, name: string): string {
  return `${path}.${printable(name)}`;
}

/** The name that messages call a place by: its path below the root, or the root itself. */
export function placeName(path: string): string {
  return path.slice(path.indexOf('.') + 1);
}

/** The end of a sentence that says what was given, where that can be said in a few characters. */
export function insteadOf(value: unknown): string {
  if (typeof value === 'string') return `, not ${quoted(value)}`;
  return typeof value === 'number' ? `, not ${String(value)}` : '';
}

/** More would help nobody who reads them, and an answer must not be many times as long as its request. */
const mostMessages = 200;

/** Every message once, in the order of reporting, up to a limit. */
export class ErrorCollection {
  readonly #byKey = new Map<string, string[]>();
  #count = 0;

  readonly report: Report = (path, message) => {
    const messages = this.#byKey.get(path) ?? [];
    if (messages.includes(message) || this.#count++ >= mostMessages) return;
    this.#byKey.set(path, [...messages, message]);
  };

  /** The same at several fields of the configuration: a conflict is told at each that has a part in it. */
  add(fields: readonly string[], message: string): void {
    for (const field of fields) this.report(memberPath(rootPath, field), message);
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  toErrors(): ConfigErrors {
    const more = `There are more than ${String(mostMessages)} faults; correct these first.`;
    return { general: this.#count > mostMessages ? [more] : [], byKey: Object.fromEntries(this.#byKey) };
  }
}

const noErrors: ConfigErrors = { general: [], byKey: {} };

/** Those of something that was read, if it was refused. */
export function errorsIn(read: object | { readonly errors: ConfigErrors }): ConfigErrors {
  return 'errors' in read ? read.errors : noErrors;
}

/** All of them together, each message once. */
export function mergeErrors(...all: readonly ConfigErrors[]): ConfigErrors {
  const errors = new ErrorCollection();
  for (const [path, messages] of all.flatMap(({ byKey }) => Object.entries(byKey)))
    for (const message of messages) errors.report(path, message);
  const { general, byKey } = errors.toErrors();
  return { general: [...new Set([...all.flatMap((one) => one.general), ...general])], byKey };
}
