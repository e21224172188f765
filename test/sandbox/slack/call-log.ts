import type { SandboxCall } from '../contract.ts';
import { isFields } from './json.ts';

const keeps = 200;

/** Every call between Slack and the bot, oldest first. */
export class CallLog {
  #calls: SandboxCall[] = [];
  #lastId = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Call it when a call starts; the function that it answers takes what came of it. */
  start(call: Pick<SandboxCall, 'from' | 'to' | 'name' | 'request'>) {
    this.#lastId += 1;
    const id = this.#lastId;
    const at = this.#now();
    const started = performance.now();
    return (status: number, response: unknown): void => {
      const took = Math.round(performance.now() - started);
      const { from, to, name } = call;
      this.#calls.push({
        id,
        at,
        took,
        from,
        to,
        name,
        status,
        request: masked(call.request),
        response: masked(response),
      });
      // The bot calls back while its answer is awaited, so calls end in another order than they start.
      this.#calls.sort((a, b) => a.id - b.id);
      this.#calls = this.#calls.slice(-keeps);
    };
  }

  all(): SandboxCall[] {
    return [...this.#calls];
  }

  reset(): void {
    this.#calls = [];
  }
}

/** A copy without tokens: whatever looks like one, and every field `token`. */
function masked(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\bx(ox[a-z]|app)-[\w-]+/g, 'x$1-…');
  if (Array.isArray(value)) return value.map(masked);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, key === 'token' ? '…' : masked(field)]),
  );
}
