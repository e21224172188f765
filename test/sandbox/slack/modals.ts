import { type Fields, isFields } from './json.ts';
import type { Values } from './state.ts';

/** A view as the Web API answers it. */
export type AnsweredView = Fields & { id: string; hash: string };

/** One modal of a person's stack. `view` is Slack's whole view object. */
export type Modal = {
  user: string;
  /** Where the person was when it opened. */
  channel: string | undefined;
  view: AnsweredView & { state: { values: Values } };
  /** block_id → words. */
  errors: Record<string, string>;
  /** While the bot is asked what to do with a submission, and until Slack has done it. */
  submission?: Promise<unknown>;
};

/**
 * Every person's open modals, the last on top. emulate never closes a modal, so after the first one closed its stack
 * depth, external ids and `not_found` would be wrong. https://docs.slack.dev/surfaces/modals
 */
export class Modals {
  readonly #stacks = new Map<string, Modal[]>();

  stack(user: string): Modal[] {
    return this.#stacks.get(user) ?? [];
  }

  /** The open modal with this id, on top or not. */
  find(viewId: string): Modal | undefined {
    return this.#all().find((modal) => modal.view.id === viewId);
  }

  findByExternalId(externalId: string): Modal | undefined {
    return this.#all().find((modal) => modal.view.external_id === externalId);
  }

  /** The modal that `user` can act on: only the top one. */
  top(user: string, viewId: string): Modal | undefined {
    const top = this.stack(user).at(-1);
    return top?.view.id === viewId ? top : undefined;
  }

  /** Shows `modal` instead of whatever the person had open. */
  start(modal: Modal): void {
    this.#stacks.set(modal.user, [modal]);
  }

  push(modal: Modal): void {
    this.#stacks.set(modal.user, [...this.stack(modal.user), modal]);
  }

  close(modal: Modal): void {
    this.#stacks.set(
      modal.user,
      this.stack(modal.user).filter((one) => one !== modal),
    );
  }

  clear(user: string): void {
    this.#stacks.delete(user);
  }

  reset(): void {
    this.#stacks.clear();
  }

  #all(): Modal[] {
    return [...this.#stacks.values()].flat();
  }
}

export const isView = (value: unknown): value is AnsweredView =>
  isFields(value) && typeof value.id === 'string' && typeof value.hash === 'string';
