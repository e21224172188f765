import type { BatchReport } from '../domain/invitation.ts';
import { batchButtons } from '../text/index.ts';
import { fitsInMessage, inviteProblems } from './invite-problems.ts';
import { type Message, textMessage } from './message.ts';

/** Replaces the message whose retry button was used: the same without buttons, and that `count` invites are sent again. */
export function batchRetried(report: BatchReport, count: number): Message {
  const file = fitsInMessage(report) ? undefined : 'said_before';
  const problems = inviteProblems(report, file, { token: { kind: 'accepted' } }) ?? {
    text: '',
    blocks: [],
  };
  const retried = textMessage([batchButtons.retried(count)]);
  return {
    text: [problems.text, retried.text].filter(Boolean).join('\n'),
    blocks: [...problems.blocks.filter(({ type }) => type !== 'actions'), ...retried.blocks],
  };
}
