/** One thing that the client did and found as it should be, or not, or could not try. */
export interface Step {
  readonly part: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  /** Why it was skipped, or what was wrong. */
  readonly reason?: string;
}

/** A step that failed: it is on the list already, and the rest of its part is left out. */
export class StepFailed extends Error {}

/** Keeps the list of what was done. */
export class StepList {
  readonly steps: Step[] = [];
  #part = '';

  begin(part: string): void {
    this.#part = part;
  }

  /** @throws StepFailed */
  async run<T>(name: string, action: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const spentMs = (): number => Math.round(performance.now() - startedAt);
    try {
      const result = await action();
      this.#add(name, 'passed', spentMs());
      return result;
    } catch (error) {
      this.fail(name, error, spentMs());
      throw new StepFailed(name, { cause: error });
    }
  }

  fail(name: string, error: unknown, durationMs = 0): void {
    this.#add(name, 'failed', durationMs, error instanceof Error ? error.message : String(error));
  }

  skip(name: string, reason: string): void {
    this.#add(name, 'skipped', 0, reason);
  }

  #add(name: string, outcome: Step['outcome'], durationMs: number, reason?: string): void {
    const step = { part: this.#part, name, outcome, durationMs };
    this.steps.push(reason === undefined ? step : { ...step, reason });
  }
}
