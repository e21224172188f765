import type { PiperFailure } from '../domain/failures.ts';
import type { BatchReport, InvitationState, Invitee } from '../domain/invitation.ts';
import { outcome } from '../text/index.ts';
import { cancelButton } from './batch-buttons.ts';
import { type Message, textMessage, withButtons } from './message.ts';

/** Tells the inviter why a batch takes longer than usual, and what happens next. */
export function batchDelayed({ batch, entries }: BatchReport): Message {
  const waiting = entries.flatMap(({ invitee, state }) =>
    state.kind === 'waiting' ? [{ invitee, ...state }] : [],
  );
  const asked = waiting.filter(({ isAsked }) => isAsked);
  const unclear = waiting.filter(({ isAsked, isUnclear }) => isUnclear && !isAsked);
  const unsent = waiting.filter(({ isAsked, isUnclear }) => !isUnclear && !isAsked);
  const { delayed } = outcome;
  const message = textMessage([
    ...(asked.length > 0 ? [delayed.slow(asked.length)] : []),
    ...ifAny(
      delayed.senseless,
      unclear.filter(({ failure }) => failure && isSenseless(failure)),
    ),
    ...ifAny(
      delayed.unclear,
      unclear.filter(({ failure }) => failure && !isSenseless(failure)),
    ),
    ...ifAny(
      delayed.interrupted,
      unclear.filter(({ failure }) => !failure),
    ),
    ...(unsent.length > 0 ? [whyUnsent(unsent)] : []),
  ]);
  // An invite that may have taken effect cannot be cancelled.
  const isCertain = waiting.some(({ isUnclear }) => !isUnclear);
  return withButtons(message, isCertain ? [cancelButton(batch.id)] : []);
}

/** In place of `batchDelayed`, once every invite has ended; `channel` is where the confirmation is. */
export function delayOver({ entries }: BatchReport, channel?: string): Message {
  const ended: Partial<Record<InvitationState['kind'], number>> = {};
  for (const { state } of entries) ended[state.kind] = (ended[state.kind] ?? 0) + 1;
  return textMessage([outcome.delayOver(ended, channel)]);
}

/** Whether Piper answered, though not in a way that says what it did. */
const isSenseless = (failure: PiperFailure): boolean =>
  'contact' in failure && failure.contact === 'broken_off';

const ifAny = (
  words: (invitees: readonly Invitee[]) => string,
  waiting: readonly { invitee: Invitee }[],
): string[] => (waiting.length > 0 ? [words(waiting.map(({ invitee }) => invitee))] : []);

function notAnswering(failures: readonly PiperFailure[]): (count: number) => string {
  const { down, slack, unsent } = outcome.delayed;
  const who = failures.map((failure) => ('who' in failure ? failure.who : undefined));
  if (who.includes(undefined)) return down;
  return who.includes('slack') ? slack : unsent;
}

/** Invites that have not been tried yet are held up by the same thing as those that have. */
function whyUnsent(unsent: readonly { failure?: PiperFailure }[]): string {
  const { delayed } = outcome;
  const failures = unsent.flatMap(({ failure }) => (failure ? [failure] : []));
  if (failures.length === 0) return delayed.unsent(unsent.length);
  const isBusy = failures.every(({ kind }) => kind === 'rate_limited');
  if (!isBusy) return notAnswering(failures)(unsent.length);
  const pauses = failures.flatMap((failure) =>
    'retryAfter' in failure ? (failure.retryAfter ?? []) : [],
  );
  return delayed.busy(unsent.length, pauses.length > 0 ? Math.max(...pauses) : undefined);
}
