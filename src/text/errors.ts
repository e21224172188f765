import type { PiperFailure } from '../domain/failures.ts';
import { commands } from '../ids.ts';
import { sentence } from '../limits.ts';
import { shorten } from '../utils/shorten.ts';
import { whyUnread } from './why.ts';

/** What went wrong before anybody could be invited, or before the result was known. */
export const errors = {
  otherWorkspace: "piper-invite isn't set up for this workspace. Its admins can install it.",
  nothingDone:
    'Something went wrong on our side; nobody was invited and nothing was changed. Try again, or give your admin this reference.',
  perhapsDone:
    "Something went wrong on our side before I could tell you the result. Send it again: I look at Piper's member list first, so nobody is invited twice. Or give your admin this reference.",
  /** `typed` stands as Slack sent it: Slack has escaped it. */
  notFinished: (typed: string | undefined) =>
    [
      'I was interrupted before I finished this, too long ago to go on unasked. Send it again if you still want it: nothing is done twice.',
      ...(typed === undefined
        ? []
        : [`> ${commands.invite} ${shorten(typed.replace(/\s+/g, ' '), sentence.listCharacters)}`]),
    ].join('\n'),
  formNotShown: "Slack couldn't show the form, so nothing was done. Try again.",
  tooSlowPlain: 'Slack is slow right now. Nobody was invited and nothing is lost: send it again.',
  noForm: (failure: PiperFailure) => `I can't show the form. ${whyUnread(failure)}`,
  couldNotPost: (
    channel: string,
    why: 'not_a_member' | 'archived' | 'restricted' | 'not_taken' | 'unclear',
  ) => {
    switch (why) {
      case 'not_a_member':
        return `I can't post in ${channel}, so this message comes to you. Add me to the conversation to have it there.`;
      case 'archived':
        return `${channel} is archived, so this message comes to you. Choose another conversation next time.`;
      case 'restricted':
        return `I may not post in ${channel}, so this message comes to you. Choose another conversation, or ask a workspace admin to let me.`;
      case 'not_taken':
        return `Slack didn't take this message for ${channel}, so it comes to you. Tell the others there, if they should know.`;
      case 'unclear':
        return `Slack broke off before it told me whether this message is in ${channel}, so it comes to you. Look there, and tell the others if it is missing.`;
    }
  },
  reference: (reference: string) => `ref ${reference}`,
} as const;
