/** Everything that is wrong with the environment, in one message for the person who starts the program. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  /** One sentence for each fault. No sentence holds the value of a secret. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const lines = faults.map((fault) => `  - ${fault}`);
    super(['The configuration cannot be used:', ...lines].join('\n'));
    this.faults = faults;
  }
}
