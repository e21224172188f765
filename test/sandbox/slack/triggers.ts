import { randomBytes } from 'node:crypto';

/** What an interaction lets the bot open, and for whom. */
export type Trigger = {
  user: string;
  /** Where the person was, for `default_to_current_conversation`. */
  channel?: string;
  /** The modal that the interaction came from, which `views.push` goes on top of. */
  viewId?: string;
};

const livesFor = 3_000;

/**
 * Trigger ids: three seconds, one use. emulate has its own, but rounds to whole seconds (so that some live two), and
 * knows no clock but the real one. https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses
 */
export class Triggers {
  readonly #triggers = new Map<string, Trigger & { at: number; used: boolean }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  create(trigger: Trigger): string {
    const id = `${this.#triggers.size + 1}.${Math.floor(this.#now() / 1000)}.${randomBytes(16).toString('hex')}`;
    this.#triggers.set(id, { ...trigger, at: this.#now(), used: false });
    return id;
  }

  /** The trigger, used up from now on, or Slack's error. */
  take(id: string): Trigger | { error: string } {
    const trigger = this.#triggers.get(id);
    if (!trigger) return { error: 'invalid_trigger_id' };
    if (trigger.used) return { error: 'exchanged_trigger_id' };
    if (this.#now() - trigger.at >= livesFor) return { error: 'expired_trigger_id' };
    trigger.used = true;
    return trigger;
  }

  reset(): void {
    this.#triggers.clear();
  }
}
