import type { PiperFailure } from '../domain/failures.ts';
import type { Reach } from '../domain/policy.ts';
import { bold, mention } from './mrkdwn.ts';
import { whyUnread } from './why.ts';
import { invites, people } from './words.ts';

const notFound =
  "I can't find these invites in this workspace: they may have been sent from another one.";

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
      : `Cancelled. ${invites(count)} ${count === 1 ? 'was' : 'were'} not sent. What is being sent at this moment still goes out.`,
  mayNotCancel: (inviterId: string, reach: Reach) =>
    `Only ${mention(inviterId)}, who sends these invites, and ${reach === 'enterprise' ? 'admins of your Slack organization' : 'workspace admins'} can cancel them. Nothing was cancelled.`,
  noneToCancel: `${notFound} Nothing was cancelled. Whoever sent them can cancel them there.`,
  retryPlain: 'Try again',
  sendRestPlain: 'Send the rest',
  retried: (count: number) =>
    `Sending again to ${people(count)}. I'll tell you what becomes of it.`,
  rolesUnread: (failure: PiperFailure) => `Nothing was sent again. ${whyUnread(failure)}`,
  noneToRetry: `${notFound} Nothing was sent again. Open the form to invite the same people from here.`,
  otherOrganization: (organization: string) =>
    `Nothing was sent again: this workspace has been connected to ${bold(organization)} since. Open the form to invite the same people there.`,
  nothingToRetry:
    'There is nothing left here that could be sent again: the roles or the e-mail domains may no longer be allowed. Open the form and choose anew.',
} as const;
