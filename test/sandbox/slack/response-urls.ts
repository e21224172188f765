import { randomInt } from 'node:crypto';

/** Where a response URL posts, who sees what is ephemeral, and which message it may replace or delete. */
export type ResponseTarget = { channel: string; user: string; source?: string };

const uses = 5;
const livesFor = 30 * 60_000;

/**
 * Response URLs: five uses within thirty minutes.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export class ResponseUrls {
  readonly #urls = new Map<string, ResponseTarget & { at: number; used: number }>();
  readonly #teamId: string;
  readonly #now: () => number;
  readonly #origin: () => string;

  /** `origin` is where the front listens, known once it does. */
  constructor(teamId: string, now: () => number, origin: () => string) {
    this.#teamId = teamId;
    this.#now = now;
    this.#origin = origin;
  }

  /** Slack's paths tell where a URL came from, so do these. */
  create(kind: 'commands' | 'actions' | 'app', target: ResponseTarget): string {
    const path = `/${kind}/${this.#teamId}/${this.#urls.size + 1}/${randomInt(2 ** 47).toString(36)}`;
    this.#urls.set(path, { ...target, at: this.#now(), used: 0 });
    return `${this.#origin()}${path}`;
  }

  /** What the URL with this path is for, one use spent; or the words that Slack answers with 404. */
  take(path: string): ResponseTarget | { error: string } {
    const url = this.#urls.get(path);
    if (!url) return { error: 'invalid_url' };
    if (this.#now() - url.at >= livesFor) return { error: 'expired_url' };
    if (url.used >= uses) return { error: 'used_url' };
    url.used += 1;
    return url;
  }

  reset(): void {
    this.#urls.clear();
  }
}
