const day = 86_400_000;

/** The time in the sandbox: the machine's, until it is moved on. */
export class SandboxClock {
  /** Milliseconds that it is ahead of the machine's. */
  ahead = 0;

  /** Epoch milliseconds. */
  readonly now = (): number => Date.now() + this.ahead;

  moveOn(days: number): void {
    this.ahead += days * day;
  }

  reset(): void {
    this.ahead = 0;
  }
}
