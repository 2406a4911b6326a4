/** How many columns of a line NCBI's reader looks at. */
const checkedColumns = 70;

/**
 * Counts what decides whether the first line of a sequence looks like sequence to NCBI's reader: dashes, and the other
 * characters that are not white space or digits, both within the first 70 columns of the line as it was sent.
 */
export class FirstLine {
  #dashes = 0;
  #others = 0;
  #begun = false;
  #ended = false;

  /** @param column - 1-based */
  dash(column: number): void {
    if (this.#ended) return;
    this.#begun = true;
    if (column <= checkedColumns) this.#dashes++;
  }

  /** @param column - 1-based, of the first of them */
  others(column: number, count: number): void {
    if (this.#ended) return;
    this.#begun = true;
    this.#others += Math.max(0, Math.min(count, checkedColumns + 1 - column));
  }

  /**
   * Ends the line, unless nothing of the sequence was on it.
   * @returns the counts when there are too many dashes: at least a third of the others, rounded down, in a line of which
   * more than 3 characters were counted, that has dashes only, or more dashes than others
   */
  end(): { readonly dashes: number; readonly checked: number } | undefined {
    if (this.#ended) return undefined;
    this.#ended = this.#begun;
    const dashes = this.#dashes;
    const others = this.#others;
    const checked = dashes + others;
    if (dashes === 0 || dashes < Math.floor(others / 3)) return undefined;
    return checked > 3 || dashes > others ? { dashes, checked } : undefined;
  }
}
