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

/** Fields that hold secrets whatever they look like. */
const secretFields = new Set(['token', 'client_secret', 'access_token', 'refresh_token']);

/** A copy without secrets: whatever looks like a token, of Slack or of Piper, and what is named after one. */
function masked(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replace(/\b(xox[a-z]|xapp)[-.][\w.-]+/g, '$1-…').replace(/\bpat_\w+/g, 'pat_…');
  if (Array.isArray(value)) return value.map(masked);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, secretFields.has(key) ? '…' : masked(field)]),
  );
}
