import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Outcome } from '../../src/domain/invitation.ts';
import { createBatchNotifications } from '../../src/notifications/batch-notifications.ts';
import type { BatchNotifications } from '../../src/usecases/ports/batches.ts';
import type { ClaimedInvitation } from '../../src/usecases/ports/invitations.ts';
import { trackWork } from '../../src/utils/track-work.ts';
import { acme, failed, invited } from './builders.ts';
import { claimTerms } from './claim-terms.ts';
import { fakeClock } from './fake-clock.ts';
import { keptLog } from './log-lines.ts';
import { scriptedMessenger } from './scripted-messenger.ts';
import { openEmpty } from './storage.ts';
import { entry } from './stored.ts';
import { type BatchAbout, submit } from './submit-batch.ts';

type Ending = (address: string) => Outcome;

export const refused: Ending = () => failed({ kind: 'forbidden' });
export const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `p${at}@example.com`);
/** One is refused, the others are invited. */
export const mixed = (count: number): Ending[] => [refused, ...Array(count - 1).fill(invited)];

/** A process that is gone does nothing more, whatever it waits for. */
export const forEver = () => new Promise<void>(() => {});

/**
 * Processes that tell people of the batches in one storage, through one Slack that the test speaks for. Time goes on when somebody
 * waits, and with `pass`.
 */
export async function notifiers({ random = () => 0 }: { random?: () => number } = {}) {
  const clock = fakeClock(random);
  const kept = keptLog();
  const storage = await openEmpty();
  const scripted = scriptedMessenger();

  /** Claims so many invitations, as the process does that sends them. */
  const claim = (count: number): Promise<ClaimedInvitation[]> => {
    const now = clock.now();
    return storage.invitations.claim(acme.id, {
      ...claimTerms(now, 1, { limit: count }),
    });
  };

  return {
    ...scripted,
    storage,
    clock,
    kept,
    pass: clock.advance,
    waits: clock.waits,
    errors: () => kept.lines().filter(({ level }) => level === 'error'),
    /** What the log says of messages that the conversation was given. */
    loggedPosts: () => kept.lines().filter(({ msg }) => msg === 'confirmation posted'),
    batch: (about: BatchAbout) => submit(storage, { at: clock.now(), ...about }),
    stored: async (batchId: string) => (await storage.batches.load(batchId))?.batch,
    start: ({
      batches,
      ...about
    }: Partial<Omit<Parameters<typeof createBatchNotifications>[0], 'batches'>> & {
      batches?: Partial<BatchNotifications>;
    } = {}) => {
      const work = trackWork();
      const notifications = createBatchNotifications({
        piperPages: () => undefined,
        tokenRemedyOf: async () => undefined,
        showRequests: async () => {},
        batches: { ...storage.batches, ...batches },
        messengerOf: scripted.messengerOf,
        ...clock,
        log: kept.log,
        work,
        ...about,
      });
      return {
        ...notifications,
        idle: work.untilIdle,
        /** Says that a batch has changed, and waits until everything about it is done. */
        tell: async (batchId: string) => {
          notifications.changed(batchId);
          await work.untilIdle();
        },
      };
    },
    /** Ends invitations, all at once. */
    end: async (...endings: Ending[]) => {
      const claimed = await claim(endings.length);
      await Promise.all(
        claimed.map((each, at) => {
          const outcome = endings[at]?.(each.invitee.address) ?? refused('');
          const ended = entry({ subject: each.invitee.address, outcome: outcome.kind });
          return storage.invitations.end(each, { outcome, at: clock.now() }, ended);
        }),
      );
    },
    /** Lets so many invitations fail in a way that may pass. */
    postpone: async (count: number, failure: PiperFailure, isUnclear = false) => {
      const nextAttemptAt = clock.now();
      for (const each of await claim(count)) {
        await storage.invitations.postpone(each, { nextAttemptAt, failure, isUnclear });
      }
    },
  };
}
