/** What a 422 says in `errors`. */
export interface ReportConfigErrors {
  /** Always empty: every fault of a report configuration has a place. */
  readonly general: readonly string[];
  /** By JSON path, such as `blastConfig.formatType`. */
  readonly byKey: Readonly<Record<string, readonly string[]>>;
}

/** Collects messages by the fields that they are to be shown beside. */
export class ErrorsByKey {
  readonly #byKey = new Map<string, Set<string>>();

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  /** @param fields - names within `blastConfig`; a conflict is told at each of its fields */
  add(fields: readonly string[], message: string): void {
    for (const field of fields) this.#addAt(`blastConfig.${field}`, message);
  }

  addToWhole(message: string): void {
    this.#addAt('blastConfig', message);
  }

  all(): ReportConfigErrors {
    const entries = [...this.#byKey].map(([key, messages]) => [key, [...messages]] as const);
    return { general: [], byKey: Object.fromEntries(entries) };
  }

  #addAt(key: string, message: string): void {
    const messages = this.#byKey.get(key) ?? new Set<string>();
    this.#byKey.set(key, messages.add(message));
  }
}
