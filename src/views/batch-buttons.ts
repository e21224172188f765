import { actions } from '../ids.ts';
import { batchButtons as text } from '../text/index.ts';
import { button, type Message, sentences } from './message.ts';
import { plain } from './modal.ts';

/** Calls an order off, once the person is sure. */
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

/** Sends what did not work again. */
export const retryButton = (batchId: string) => ({
  ...button(actions.retry, text.retryPlain, 'primary'),
  value: batchId,
});

/** For who called an order off: how many were not sent any more. */
export const cancelledMessage = (count: number): Message => sentences([text.cancelled(count)]);

/** For who may not call somebody else's order off. */
export const mayNotCancelMessage = (inviterId: string): Message =>
  sentences([text.mayNotCancel(inviterId)]);

/** For who would send again what cannot be sent any more. */
export const nothingToRetryMessage = (): Message => sentences([text.nothingToRetry]);
