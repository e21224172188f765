import type { AnsweredView, Modal } from './modals.ts';

/** A person's Home tab of the app, as its bot has published it. */
type Home = Pick<Modal, 'view' | 'channel'>;

/** https://docs.slack.dev/surfaces/app-home */
export class Homes {
  readonly #homes = new Map<string, Home>();

  of(user: string): Home | undefined {
    return this.#homes.get(user);
  }

  publish(user: string, view: AnsweredView): void {
    this.#homes.set(user, { channel: undefined, view: { ...view, state: { values: {} } } });
  }

  reset(): void {
    this.#homes.clear();
  }
}
