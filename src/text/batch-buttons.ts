import type { PiperFailure } from '../domain/failures.ts';
import { mention } from './mrkdwn.ts';
import { whyUnread } from './why.ts';
import { invites, people } from './words.ts';

/** Cancelling a batch, and sending what failed again. */
export const batchButtons = {
  cancelPlain: 'Cancel',
  cancelTitlePlain: 'Cancel these invites?',
  cancelQuestionPlain: 'What has been sent stays sent. Nobody else gets an invite.',
  cancelYesPlain: 'Cancel the rest',
  cancelNoPlain: 'Go on sending',
  cancelled: (count: number) =>
    count === 0
      ? 'Everything has been sent already, so there is nothing left to cancel.'
      : `${invites(count)} ${count === 1 ? "wasn't" : "weren't"} sent any more. What is being sent at this moment still goes out.`,
  mayNotCancel: (inviterId: string) =>
    `Only ${mention(inviterId)}, who sends these invites, and workspace admins can cancel them. Nothing was cancelled.`,
  retryPlain: 'Try again',
  retried: (count: number) =>
    `Sending again to ${people(count)}. I'll tell you what becomes of it.`,
  rolesUnread: (failure: PiperFailure) => `Nothing was sent again. ${whyUnread(failure)}`,
  nothingToRetry:
    'There is nothing left here that could be sent again: the roles or the e-mail domains may no longer be allowed. Open the form and choose anew.',
} as const;
