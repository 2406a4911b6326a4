import type { PlatformError } from '../errors/index.ts';

/** More would help nobody who reads them, and each costs the server as much as the first. */
const longestList = 20;

/** Collects what is wrong with a query, up to a limit. */
export class FaultList {
  readonly #messages: string[] = [];

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  get messages(): readonly string[] {
    return this.#messages;
  }

  /** @returns whether there was room for it; without, the list says that there are more */
  add(fault: PlatformError): boolean {
    const hasRoom = this.#messages.length < longestList;
    const more = `There are more than ${String(longestList)} faults; the query was read no further. Correct these first.`;
    if (this.#messages.length <= longestList) this.#messages.push(hasRoom ? fault.message : more);
    return hasRoom;
  }
}
