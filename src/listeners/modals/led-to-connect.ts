import { platformToken } from '../../limits.ts';
import type { Workspace } from '../workspace.ts';

type Person = { workspace: Pick<Workspace, 'ref'>; userId: string };

/**
 * The messages whose button led people to the form that connects, by their response URLs, as long as a checked token is kept: once that
 * is done, what they say is no longer true. In this process alone: where another one finishes, the message stays, and a new one says so.
 */
export function createLedToConnect({ now }: { now: () => number }) {
  const messages = new Map<string, { responseUrl: string; until: number }>();
  const keyOf = ({ workspace, userId }: Person) => `${workspace.ref.teamId} ${userId}`;

  return {
    /** Somebody pressed the button of a message, or of something else. */
    pressed: (person: Person, responseUrl: string | undefined): void => {
      for (const [key, { until }] of messages) if (until <= now()) messages.delete(key);
      if (responseUrl)
        messages.set(keyOf(person), { responseUrl, until: now() + platformToken.pendingTtl });
      else messages.delete(keyOf(person));
    },

    /** The response URL of the message that led somebody here, once. */
    take: (person: Person): string | undefined => {
      const found = messages.get(keyOf(person));
      messages.delete(keyOf(person));
      return found && found.until > now() ? found.responseUrl : undefined;
    },
  };
}

export type LedToConnect = ReturnType<typeof createLedToConnect>;
