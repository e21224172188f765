import type { SandboxCall } from '../contract.ts';

const kept = 200;

/** Secrets in a text, cut down to what tells one from another: `pat_ab…`. */
function masked(text: string): string {
  return text.replaceAll(/(pat_\w\w)[\w-]{6,}/g, '$1…');
}

function shown(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(masked(text));
  } catch {
    return masked(text);
  }
}

/** The last calls, newest last. A call is there from its arrival, with status 0 as long as it has no answer. */
export class CallLog {
  #calls: SandboxCall[] = [];
  #lastId = 0;

  /** `request` is the body's text; returns the id. */
  open(call: { at: number; name: string; request: string }): number {
    this.#lastId += 1;
    this.#calls.push({
      id: this.#lastId,
      at: call.at,
      took: 0,
      from: 'bot',
      to: 'piper',
      name: masked(call.name),
      status: 0,
      request: shown(call.request),
      response: null,
    });
    this.#calls = this.#calls.slice(-kept);
    return this.#lastId;
  }

  /** `status` is 0 and `response`, the body's text, is empty when the connection closed without an answer. */
  close(id: number, answer: { took: number; status: number; response: string }): void {
    this.#calls = this.#calls.map((call) =>
      call.id === id
        ? { ...call, took: answer.took, status: answer.status, response: shown(answer.response) }
        : call,
    );
  }

  all(): SandboxCall[] {
    return [...this.#calls];
  }

  /** Ids go on growing, so that a call which is still open cannot close a later one. */
  clear(): void {
    this.#calls = [];
  }
}
