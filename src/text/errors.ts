import type { PiperFailure } from '../domain/failures.ts';
import { whyUnread } from './why.ts';

/** What went wrong before anybody could be invited, or before the result was known. */
export const errors = {
  otherWorkspace: "piper-invite isn't set up for this workspace. Its admins can install it.",
  nothingDone:
    'Something went wrong on our side; nobody was invited and nothing was changed. Try again, or give your admin this reference.',
  perhapsDone:
    "Something went wrong on our side before I could tell you the result. Send it again: I look at Piper's member list first, so nobody is invited twice. Or give your admin this reference.",
  formTooLate: "Slack couldn't show the form in time, so nothing was done. Try again.",
  tooSlowPlain: 'Slack is slow right now. Nobody was invited and nothing is lost: send it again.',
  noForm: (failure: PiperFailure) => `I can't show the form. ${whyUnread(failure)}`,
  couldNotPost: (channel: string) =>
    `I can't post in ${channel}, so the confirmation comes to you. Add me to the conversation to have it there.`,
  reference: (reference: string) => `ref ${reference}`,
} as const;
