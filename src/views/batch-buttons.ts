import type { Reach } from '../domain/policy.ts';
import { actions } from '../ids.ts';
import { batchButtons as text } from '../text/index.ts';
import { button, type Message, textMessage } from './message.ts';
import { plain } from './modal.ts';

/** Cancels what a batch has not sent yet, after asking for confirmation. */
export const cancelButton = (batchId: string) => ({
  ...button(actions.cancel, text.cancelPlain),
  value: batchId,
  confirm: {
    title: plain(text.cancelTitlePlain),
    text: plain(text.cancelQuestionPlain),
    confirm: plain(text.cancelYesPlain),
    deny: plain(text.cancelNoPlain),
  },
});

/** Sends again to whoever was not invited; `isRest` where that was only cancelled. */
export const retryButton = (batchId: string, isRest: boolean) => ({
  ...button(actions.retry, isRest ? text.sendRestPlain : text.retryPlain, 'primary'),
  value: batchId,
});

/** For whoever cancelled a batch. */
export const cancelledMessage = (count: number): Message => textMessage([text.cancelled(count)]);

/** For whoever may not cancel somebody else's batch. */
export const mayNotCancelMessage = (inviterId: string, reach: Reach): Message =>
  textMessage([text.mayNotCancel(inviterId, reach)]);

/** For whoever tries again when nothing can be sent any more. */
export const nothingToRetryMessage = (): Message => textMessage([text.nothingToRetry]);
