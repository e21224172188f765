import type { BatchReport } from '../domain/invitation.ts';
import { outcome } from '../text/index.ts';
import { cancelButton } from './batch-buttons.ts';
import { type Message, textMessage, withButtons } from './message.ts';

/** Tells the inviter why a batch takes longer than usual, and what happens next. */
export function batchDelayed({ batch, entries }: BatchReport): Message {
  const waiting = entries.flatMap(({ invitee, state }) =>
    state.kind === 'waiting' ? [{ invitee, ...state }] : [],
  );
  const unclear = waiting.filter(({ isUnclear }) => isUnclear);
  const kept = waiting.filter(({ isUnclear, failure }) => !isUnclear && failure);
  const isBusy = kept.length > 0 && kept.every(({ failure }) => failure?.kind === 'rate_limited');
  const { delayed } = outcome;
  const message = textMessage(
    unclear.length + kept.length === 0
      ? [delayed.slow(waiting.length)]
      : [
          ...(unclear.length > 0 ? [delayed.unclear(unclear.map(({ invitee }) => invitee))] : []),
          // Invites that have not been tried yet are held up by the same thing.
          ...(kept.length > 0
            ? [(isBusy ? delayed.busy : delayed.down)(waiting.length - unclear.length)]
            : []),
        ],
  );
  // An invite that may have taken effect cannot be cancelled.
  return withButtons(message, waiting.length > unclear.length ? [cancelButton(batch.id)] : []);
}
